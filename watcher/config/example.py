"""The example configuration that ships with the program, and what can be switched on in it.

A line that begins with `#` and no space is switched off. In a block that is off as a whole, what one would
not write at first has a second `#`: so taking one away gives the shortest block that works.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_OFF = re.compile(r"^#(?=[^\s#]|#\S)", re.MULTILINE)


def example_path() -> Path:
    """Return the path of `config.example.toml`: package data when installed, the checkout's otherwise."""
    package = Path(__file__).parents[1]
    installed = package / "builtin" / "config.example.toml"
    return installed if installed.is_file() else package.parent / "config.example.toml"


def switched_on(text: str) -> str:
    """Take one `#` from every line that is switched off."""
    return _OFF.sub("", text)


def sample(path: Sequence[str], key: str, kind: object = None) -> object:
    """Return what the example gives for a key of the table at `path`, None where it gives nothing.

    Of several blocks in a list, one of this kind goes first.
    """
    having = [block for block in blocks_at(path, _everything()) if key in block]
    having.sort(key=lambda block: block.get("kind") != kind)
    return having[0][key] if having else None


def blocks_at(path: Sequence[str], raw: object) -> list[dict[str, object]]:
    """Return the tables at a path, of every block of a list on the way."""
    found = [raw]
    for step in path:
        below = [block.get(step) for block in found if isinstance(block, dict)]
        found = [block for value in below for block in (value if isinstance(value, list) else [value])]
    return [block for block in found if isinstance(block, dict)]


@cache
def _everything() -> dict[str, object]:
    text = example_path().read_text(encoding="utf-8")
    return tomllib.loads(switched_on(switched_on(text)))


def shortest_destination(kind: str) -> dict[str, object]:
    """Return the keys of the shortest block of a kind of destination, with sample values.

    Raises `KeyError` for a kind without a block.
    """
    text = example_path().read_text(encoding="utf-8")
    blocks = [*tomllib.loads(text)["destinations"], *tomllib.loads(switched_on(text))["destinations"]]
    by_kind: dict[object, dict[str, object]] = {block["kind"]: block for block in reversed(blocks)}
    return by_kind[kind]
