"""The numbers that courts, registers and authorities give to what they list: no menu has them."""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.extract.html.titles import is_date

_LONGEST, _LETTERS = 36, 14
_SIGN = re.compile(r"\d\d|\d[-/]\d")
_FORM = re.compile(
    r"(?<![\w-])(?=(?:\S*\d){3})\S*(?:\d{5}|[^\W\d_][-/:._]?\d|\d[^\W\d_]?[-/:–_][^\W_])"
    r"|\b(?:19|20)\d\d [A-Z][\w.-]{1,11} \d|\b[^\W\d_]{1,4} \d{1,5}/\d\d"
)
_OTHER = re.compile(
    r"^\W*(?:19|20)\d\d\s?[-–/]\s?(?:\d\d|(?:19|20)\d\d)\W*$"
    r"|[%$€£¥₽₹@©]|^\W*[+(]|\d[.,\s]\d{3}(?!\d)\b|\d\s?(?:[kmg]i?b|bytes)\b|://|^www\."
    r"|^\D{0,6}\d{2,4}[-. ]\d{2,4}[-. ]\d{3,4}\W*$",
    re.IGNORECASE,
)
"""A span of years, a price, a share, a count, a size, an address, a telephone number."""


def is_number(text: str) -> bool:
    """Tell whether `text` is hardly more than the number of a case, a document or an application."""
    return len(text) <= _LONGEST and _is_number(text)


@lru_cache(maxsize=8192)
def _is_number(text: str) -> bool:
    if not _SIGN.search(text) or not _FORM.search(text):
        return False
    return sum(map(str.isalpha, text)) <= _LETTERS and not _OTHER.search(text) and not is_date(text)
