"""What is no TOML is told with its place and what to do, and never with a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.files import WHOLE, mistakes, written
from watcher.config.loading import load
from watcher.errors import ConfigError

BROKEN = {
    "text without quotes": (
        "[http]\ntimeout = 30s\n",
        "line 2, column 13: Expected newline or end of document after a statement (timeout = …); "
        "one key to a line; text, times and durations need quotes",
    ),
    "word without quotes": (
        "[log]\nlevel = warning\n",
        'line 2, column 9: Invalid value (level = …); text needs quotes: key = "value"',
    ),
    "colon for equals": (
        "[log]\nlevel: info\n",
        "line 2, column 6: Expected '=' after a key in a key/value pair (in a line without =); "
        'write key = "value"; a comment starts with #',
    ),
    "quote left open": (
        '[bot.telegram]\ntoken = "s3cret\n',
        "line 2, column 16: Illegal character '\\n' (token = …); the quote on this line is not closed",
    ),
    "long quote left open": (
        'a = """s3cret\n',
        "line 2, column 1: Unterminated string (in a line without =); a quote is not closed",
    ),
    "key twice": (
        "[web]\nenabled = true\nenabled = true\n",
        "line 3, column 15: Cannot overwrite a value (enabled = …); this key is already written above",
    ),
    "table twice": (
        "[web]\n[web]\n",
        "line 2, column 5: Cannot declare ('web',) twice (in a line without =); this table is already "
        "written above; a list of them has two brackets: [[sources]]",
    ),
    "list left open": (
        'to = ["a"\n\n',
        "line 3, column 1: Unclosed array (in a line without =); a list ends with ]",
    ),
    "table left open": (
        "[web\n",
        "line 1, column 5: Expected ']' at the end of a table declaration (in a line without =); "
        "a table's name ends with ]",
    ),
    "backslash": (
        'path = "C:\\data"\n',
        "line 1, column 13: Unescaped '\\' in a string (path = …); "
        "write \\\\ for a backslash, or use 'single quotes'",
    ),
    "no key": (
        "= 3\n",
        "line 1, column 1: Invalid statement (= …); a line is key = value, [table] or # comment",
    ),
}


@pytest.mark.parametrize(("text", "line"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_in_the_syntax_is_told_with_its_place_and_a_hint(
    tmp_path: Path, text: str, line: str
) -> None:
    assert mistakes(tmp_path, text) == [line]


def refusal(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load(path, {})
    return str(caught.value)


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert refusal(path) == f"{path}: 1 mistake\n  file: there is none here; `watcher init` writes one"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "this is a folder; name the file in it" in refusal(tmp_path)


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'[http]\ncontact = "m\xfcller"\n')
    assert "line 2: is not UTF-8 text; save the file as UTF-8" in refusal(path)


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert load(path, {}).sources[0].id == "news"
