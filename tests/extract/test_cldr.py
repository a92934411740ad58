"""The words of dates that come with the program are those of Unicode CLDR."""

from __future__ import annotations

import pytest

from tests.extract.cldr import FILE, text
from watcher.extract.cldr import words


def test_a_word_has_its_meaning_in_the_language_more_written() -> None:
    assert words().months["listopad"] == 11
    assert words().ago["il y a ", " heures"] == "hour"


@pytest.mark.slow
def test_the_file_is_what_babel_gives() -> None:
    assert FILE.read_text("utf-8") == text()
