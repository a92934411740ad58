"""Folding: one spelling for what readers take as the same letters, with the way back to the original.

NFKC, case, accents, typographic quotes and dashes, Arabic and Cyrillic variants; zero-width characters
vanish. Marks that make another letter (Cyrillic `й`, Japanese voicing, Indic vowels) stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, decimal, normalize

_REPLACED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼʹ′´＇׳", "'"),
        **dict.fromkeys("‐‑‒–−﹣－־", "-"),
        "٬": ",",
        "٫": ".",
        **dict.fromkeys("—―™®©℠", " "),
    }
)
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ـ": "",
    }
)
# A mark that follows its letter, the later parts of a Hangul syllable, half-width Japanese voicing.
_MARK = (
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u064b-\u065f\u1160-\u11ff\u3099\u309a\uff9e\uff9f]"
)
# ASCII, Kana, Han and Hangul syllables have one spelling each, but for case.
_SETTLED = "[\x00-\x7f\u3041-\u3096\u30a1-\u30fa\u3005\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
_CLUSTER = re.compile(f"(?P<settled>{_SETTLED}+(?!{_MARK}))|.{_MARK}*", re.S)
_STRIPPED = re.compile(
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1dc0-\u1dff]"
)
_KEPT = re.compile("([иу])\u0306|(і)\u0308")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `starts[i]` and `ends[i]` bound, in the original, what its character `i` came from."""

    text: str
    starts: list[int] | range
    ends: list[int] | range


def fold(text: str) -> Folded:
    """Fold `text`, keeping for each character the offsets in `text` that it came from."""
    if text.isascii():
        return Folded(text.lower(), range(len(text)), range(1, len(text) + 1))
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        start, end = cluster.span()
        if cluster["settled"]:
            out.append(cluster.group().lower())
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            folded = _fold_cluster(cluster.group())
            out.append(folded)
            starts += [start] * len(folded)
            ends += [end] * len(folded)
    return Folded("".join(out), starts, ends)


@lru_cache(maxsize=1 << 16)
def _fold_cluster(cluster: str) -> str:
    """Fold one letter with its marks."""
    if category(cluster[0]) == "Cf":
        return ""
    plain = normalize("NFKC", cluster.translate(_REPLACED)).translate(_REPLACED).casefold()
    decomposed = _KEPT.sub(_compose, normalize("NFKD", plain))
    bare = normalize("NFC", _STRIPPED.sub("", decomposed)).translate(_LETTERS)
    return "".join(str(decimal(char)) if char.isdecimal() else char for char in bare)


def _compose(match: re.Match[str]) -> str:
    return normalize("NFC", match.group())
