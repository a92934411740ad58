"""How much a text looks like the title of an article, by its form alone (any language)."""

from __future__ import annotations

import re
from functools import lru_cache

_SHORT, _FULL, _LONG = 28, 45, 160
_SENTENCE = 100
"""Letters: where a menu's words end, where headlines are in full, where prose begins, or with a full stop."""

WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Letters that carry about a syllable or a word each: Chinese, Japanese, Korean."""
_DIGIT = re.compile(r"\d")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
NAMES_A_FIELD = (":", "：")
"""What ends a label, as in "Parties:"."""
_LABEL = 0.3
"""What is left of the worth of a plain text that is one."""
DATE_SIGN = re.compile(r"\d\s?[./:年년-]|(?:19|20)\d\d|元")
"""Part of every date: far cheaper to look for than a date."""
LONGEST_DATE = 60
"""Characters."""
_DATE_FORM = re.compile(
    r"\b\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s|of\s)?[^\W\d_]{3,12}\.?,?\s+(?:de\s|del\s)?(?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    r"|(?:\d{1,4}|元)\s?[年년]\s?\d{1,2}\s?[月월]"
    r"|\b\d{1,2}[:.]\d\d(?:\s?[ap]m)?\b",
    re.IGNORECASE,
)
_AGE_FORM = re.compile(r"^\D{0,12}\b(?:\d+|an?|one)\b\D{0,24}$")
_IDENTIFIER = re.compile(r"[^\W\d_]-\d{2}|\d: [^\W\d_]")
"""Part of what a notice or an episode is numbered with ("DSA-3200", "Ep. 12: Salt"), not of a count."""
_VERSION_FORM = re.compile(
    r"(?:\bv\.?\s?|\b(?:version|release|versión|versão|versione|версия|バージョン|版本|버전)\s?|\[)\d+(?:\.\d+)+"
    r"|(?<![\d.])(?:0|[1-9]\d{0,3})\.\d{1,4}\.\d{1,4}(?![\d.])",
    re.IGNORECASE,
)
_LONGEST_VERSION, _VERSION = 40, 0.9
"""Characters of a heading or link that is a version, and its worth: change logs have no headlines."""
_FILE_FORM = re.compile(r"^\S+\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|zip|csv|txt|html?)$", re.IGNORECASE)
_FILE = 0.25
"""What the name of a file is worth: a title beside it says more."""
_FORMAT_FORM = re.compile(
    r"^\W*(?:pdf|docx?|xlsx?|pptx?|odt|rtf|zip|csv|txt|xml|epub|html?)\b.*\d\s?(?:[kmg]i?[bo]|bytes)\W*$",
    re.IGNORECASE,
)
_SOUND_FORM = re.compile(r"\.(?:mp3|m4a|mp4|ogg|wav)$", re.IGNORECASE)
_FORMAT = 0.1
"""A format and a size: the link of a document whose title stands elsewhere."""
_ADDRESS_FORM = re.compile(r"^(?:https?://|www\.)\S+$|^\S+@\S+\.\w+$", re.IGNORECASE)


def units(text: str) -> int:
    """Return the length of `text` in letters of an alphabet; an ideograph counts for two and a half."""
    if text.isascii():
        return len(text)
    return len(text) + len(WIDE.findall(text)) * 3 // 2


def is_date(text: str) -> bool:
    """Tell whether `text` is hardly more than a date or a time of day."""
    return len(text) <= LONGEST_DATE and _is_date(text)


@lru_cache(maxsize=8192)
def _is_date(text: str) -> bool:
    if not DATE_SIGN.search(text):
        return False
    rest, found = _DATE_FORM.subn("", text)
    return bool(found) and len(_NOT_LETTERS.sub("", rest)) <= 14


def without_date(text: str) -> str:
    """Return what `text` says behind a date that it begins with."""
    found = _DATE_FORM.match(text)
    return text[found.end() :] if found else text


def is_count(text: str) -> bool:
    """Tell whether `text` is a number with at most a word or two around it ("12 comments", "an hour ago")."""
    if len(text) > 30 or not _DIGIT.search(text) or not _AGE_FORM.match(text):
        return False
    return not _IDENTIFIER.search(text)


@lru_cache(maxsize=4096)
def worth(text: str) -> float:
    """Return from 0 (no title) to 1 (has the length and the letters of a headline)."""
    letters = sum(map(str.isalpha, text[:400]))
    if letters < 2 or (" " not in text and _ADDRESS_FORM.match(text)):
        return 0.0
    if _DIGIT.search(text):
        if is_date(text):
            return 0.0
        if is_count(text):
            return 0.1
    size = units(text)
    if _FORMAT_FORM.match(text) or _SOUND_FORM.search(text):
        return _FORMAT
    if _FILE_FORM.match(text):
        return _FILE
    value = _by_length(size) * (1.0 if letters * 2 >= len(text[:400]) else 0.6)
    return value * 0.5 if size > _SENTENCE and text[-1] in ".。！!?" else value


def worth_as(kind: str, text: str) -> float:
    """Return the worth of a text that is a `heading`, a `link` or plain `text`."""
    value = worth(text)
    if kind == "text" and text.endswith(NAMES_A_FIELD):
        return value * _LABEL
    if value >= _VERSION or kind == "text" or "." not in text or len(text) > _LONGEST_VERSION:
        return value
    return _VERSION if _VERSION_FORM.search(text) else value


def _by_length(size: int) -> float:
    if size < _SHORT:
        return max(0.05, size / _SHORT * 0.85)
    if size < _FULL:
        return 0.85 + (size - _SHORT) / (_FULL - _SHORT) * 0.15
    if size <= _LONG:
        return 1.0
    return max(0.0, 1.0 - (size - _LONG) / 240)
