"""The words of dates in Unicode CLDR, through Babel: `python -m tests.extract.cldr` writes them anew.

The program reads the file that this makes: reading them from Babel takes half a second in each process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from watcher.extract import cldr
from watcher.extract.cldr import plain

CODES = """en es de fr ru pt it zh ja ko ar pl nl tr cs uk vi id sv el hu ro fi da nb sk bg he fa th hr sr lt
    lv et sl ca eu gl hi bn ur ta te ms is ga cy sq mk bs az ka hy kk uz mn sw af"""
LANGUAGES = tuple(CODES.split())
"""Most written first: where two languages use one word for two months (Polish and Croatian `listopad`),
the earlier language has it."""
UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
FILE = Path(cldr.__file__).with_name("cldr.json")


def months(language: str) -> Iterator[tuple[str, int]]:
    """Yield the words for months, leaving out numbered ones ('9월'), which the patterns know."""
    for forms in Locale.parse(language).months.values():
        for width in ("wide", "abbreviated"):
            for number, word in forms[width].items():
                if len(plain(word)) > 1 and not any(c.isdigit() for c in plain(word)):
                    yield plain(word), number


def weekdays(language: str) -> Iterator[str]:
    for forms in Locale.parse(language).days.values():
        for width in ("wide", "abbreviated"):
            yield from (plain(word) for word in forms[width].values() if len(plain(word)) > 1)


def ago(language: str, unit: str) -> Iterator[tuple[str, str]]:
    """Yield (before, after) of the number, from every plural form and width of one language."""
    fields = Locale.parse(language)._data["date_fields"]
    for width in ("", "-short", "-narrow"):
        for wording in fields.get(unit + width, {}).get("past", {}).values():
            before, number, after = wording.replace("\N{NO-BREAK SPACE}", " ").casefold().partition("{0}")
            if number and (before.strip() or after.strip()):
                yield before, after.removesuffix(".")


def words() -> dict[str, object]:
    """Return what the file holds; of each word the first meaning."""
    every: dict[str, int] = {}
    for language in LANGUAGES:
        for word, number in months(language):
            every.setdefault(word, number)
    counted: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        for unit in UNITS:
            for place in ago(language, unit):
                counted.setdefault(place, unit)
    return {
        "months": every,
        "english_months": dict(months("en")),
        "weekdays": sorted({word for language in LANGUAGES for word in weekdays(language)}),
        "ago": [[before, after, unit] for (before, after), unit in counted.items()],
    }


def text() -> str:
    """Return the file, a line for each entry of a list."""
    return re.sub(r"\n\s{6,}|\n\s{4}(?=\])", " ", json.dumps(words(), ensure_ascii=False, indent=2)) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
