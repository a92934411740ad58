"""The shapes that a day of a year is written in, and how each becomes a `date`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from watcher.extract.date_words import glued, month

_WORD = r"(?P<word>[^\s\d,;:|()\[\]<>/\\–—·•-]{2,30})"
_ORDINAL = r"(?:st|nd|rd|th|er|re|ème|e|[.ºª°]|-?(?:го|е))?"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s+[A-Z]{3,4})?"
"""As ctime and mail archives write it between day and year."""
_NO_DIGIT_BEFORE = r"(?<![\d])(?<!\d[.:/,-])"
_NO_DIGIT_AFTER = r"(?![\d])(?![.:/-]\d)"
_CJK_MARK = {"year": "[年년]", "month": "[月월]", "day": "[日일号號]"}

_YEAR_FIRST = re.compile(
    rf"{_NO_DIGIT_BEFORE}(?P<y>\d{{4}})(?P<sep>[-/.])\s?(?P<m>\d{{1,2}})(?P=sep)\s?(?P<d>\d{{1,2}})(?!\d)"
)
_CJK = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}})\s*{_CJK_MARK['year']}\s*(?P<m>\d{{1,2}})\s*{_CJK_MARK['month']}"
    rf"\s*(?P<d>\d{{1,2}})\s*{_CJK_MARK['day']}?"
)
_ERA = re.compile(
    r"(?P<era>令和|平成|昭和)\s*(?P<y>元|\d{1,2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日?"
)
_BEFORE_ERA = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""The year before the first (元) of a Japanese era."""
_NUMERIC = re.compile(
    rf"{_NO_DIGIT_BEFORE}(?P<a>\d{{1,2}})(?P<sep>[-/.])\s?(?P<b>\d{{1,2}})(?P=sep)\s?(?P<y>\d{{4}}){_NO_DIGIT_AFTER}"
)
_DAY_WORD_YEAR = re.compile(
    rf"{_NO_DIGIT_BEFORE}(?P<d>\d{{1,2}}){_ORDINAL}[\s/-]*(?:(?:de|of|di)\s+)?{_WORD}[,\s/-]*?(?:(?:de|del|năm)\s+)?"
    rf"(?P<y>\d{{4}})(?!\d)(?:\s*г(?:\.|ода)?(?!\w))?"
)
_WORD_DAY_YEAR = re.compile(
    rf"{_WORD}[\s-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?,?[\s-]+(?:{_CLOCK}\s+)?(?:de\s+|of\s+)?(?P<y>\d{{4}})(?!\d)"
)
_YEAR_WORD_DAY = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}})[\s.,-]+(?:m\.\s*)?{_WORD}[\s-]+(?P<d>\d{{1,2}})(?!\d)(?:\s*d\.)?\.?"
)
_VIETNAMESE = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s+(?:tháng|thg)\s+(?P<m>\d{1,2})[,\s]+(?:năm\s+)?(?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)
_NUMBERS = (_YEAR_FIRST, _NUMERIC)
_WORDS = (_DAY_WORD_YEAR, _WORD_DAY_YEAR, _YEAR_WORD_DAY)
_WHOLE_WORD = re.compile(r"[^\s\d,;:|()\[\]<>/\\–—·•ºª°-]{2,}")
_SEPARATED = re.compile(r"\d[-/.]\s?\d")

_SHORT = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{2})")
_FOUR_DIGITS = re.compile(r"\d{4}")
_WEEKDAY_AFTER = re.compile(
    r"\s*(?:[（(][一二三四五六日天月火水木金土월화수목금토일](?:曜日|요일)?[)）]"
    r"|(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일)"
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_THAI_OFFSET = 543
"""Thailand counts years from the Buddha's: 2559 is 2016."""


def find(text: str, order: Literal["dmy", "mdy"] | None) -> tuple[int, int, date] | None:
    """Return `(start, end, day)` of the first day of a year in `text`, else None."""
    if not _FOUR_DIGITS.search(text):
        return None if text.isascii() else _of_era(text)
    found = (first for shape in _possible(text) if (first := _first(shape, text, order)))
    return min(found, key=lambda span: (span[0], -span[1]), default=None)


def _of_era(text: str) -> tuple[int, int, date] | None:
    """Find a day that is counted from the start of an emperor's era."""
    era = _ERA.search(text)
    if not era:
        return None
    year = _BEFORE_ERA[era["era"]] + (1 if era["y"] == "元" else int(era["y"]))
    day = _date(year, int(era["m"]), int(era["d"]))
    return (era.start(), era.end(), day) if day else None


def _possible(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the shapes whose signs are in `text` at all."""
    if _SEPARATED.search(text):
        yield from _NUMBERS
    if _names_month(text):
        yield from _WORDS
    if "th" in text.lower():
        yield _VIETNAMESE
    if not text.isascii():
        yield _CJK


def _names_month(text: str) -> bool:
    """Tell whether there is a month's name in `text`: far cheaper to tell than what day it stands for."""
    return any(map(month, _WHOLE_WORD.findall(text)))


def lacks_year(text: str) -> bool:
    """Tell whether `text` could become a date with a year behind it."""
    return text[-1:] in ("-", "/", ".") or "th" in text.lower() or _names_month(text)


def without_century(text: str, order: Literal["dmy", "mdy"] | None) -> date | None:
    """Read '23.04.16' as a whole text; years 70 to 99 are of the last century."""
    short = _SHORT.fullmatch(text)
    if not short:
        return None
    year = int(short["y"])
    return _numeric(short, year + (1900 if year >= 70 else 2000), order)


def proven_order(text: str) -> Literal["dmy", "mdy"] | None:
    """Return which order the first numeric date in `text` must have, because the other is no date."""
    if not _SEPARATED.search(text):
        return None
    numeric = _NUMERIC.search(text) or _SHORT.fullmatch(text.strip())
    if not numeric:
        return None
    first, second = int(numeric["a"]), int(numeric["b"])
    if 12 < first <= 31 and 1 <= second <= 12:
        return "dmy"
    return "mdy" if 12 < second <= 31 and 1 <= first <= 12 else None


def weekday_after(text: str, end: int) -> int:
    """Return where a weekday that follows `end` stops, as Chinese, Japanese and Korean write it, or `end`."""
    weekday = _WEEKDAY_AFTER.match(text, end)
    return weekday.end() if weekday else end


def _first(
    shape: re.Pattern[str], text: str, order: Literal["dmy", "mdy"] | None
) -> tuple[int, int, date] | None:
    """Return the first match of one shape that is a real day."""
    for match in shape.finditer(text):
        day = _numeric(match, int(match["y"]), order) if shape is _NUMERIC else _day(match)
        if day:
            return _start(match), match.end(), day
    return None


def _start(match: re.Match[str]) -> int:
    """Return where the date begins: after a name that is glued before its month."""
    leads = "word" in match.re.groupindex and match.start("word") == match.start()
    return match.start() + (glued(match["word"]) if leads else 0)


def _day(match: re.Match[str]) -> date | None:
    """Make the day of a shape that says which number is what."""
    groups = match.groupdict()
    number = int(groups["m"]) if groups.get("m") else month(groups["word"])
    return _date(int(groups["y"]), number, int(groups["d"])) if number else None


def _numeric(match: re.Match[str], year: int, order: Literal["dmy", "mdy"] | None) -> date | None:
    """Make the day of two numbers and a year: with dots the day comes first, else it must be provable."""
    first, second = int(match["a"]), int(match["b"])
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if match["sep"] == "." or order == "dmy":
        return day_first
    if order == "mdy":
        return month_first
    if day_first == month_first or not month_first:
        return day_first
    return month_first if not day_first else None


def _date(year: int, number: int, day: int) -> date | None:
    """Make a date, or None where there is no such day or the year is not one of news."""
    if year > _LAST_YEAR + 200:
        year -= _THAI_OFFSET
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, number, day)
    except ValueError:
        return None
