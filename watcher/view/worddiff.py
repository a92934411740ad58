"""The way from one headline to another, word by word. Pure, and bounded in time.

Words of spaced scripts are compared as wholes with the punctuation that clings to them, so that a change
begins and ends where a word does; scripts written without spaces are compared character by character.
What differs only in typography (quotes, dashes, case, white space) is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from watcher.identity import title_key

MOST_TOKENS = 150
"""Of a headline; a longer one is not compared but replaced as a whole."""
LEAST_ALIKE = 0.3
"""Share of tokens in common below which a reader is better served by the two headlines as wholes."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3001-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uff01-\uff0f\uff1a-\uff20\U00020000-\U0003ffff"
)
# Vowels and tones of Thai, Lao, Burmese and Khmer, which stay with their consonant.
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
_DASH = "\u2012-\u2015\u2212"
_TOKEN = re.compile(rf"\s*(?:[{_UNSPACED}][{_MARKS}]*|[{_DASH}]+|[^\s{_UNSPACED}{_DASH}]+)")
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}{_MARKS}]")
_ONLY_DASHES = re.compile(rf"[-{_DASH}]+")


class Kind(StrEnum):
    """What became of a piece."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row that share a fate; the white space before them belongs to them."""

    kind: Kind
    text: str


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from `before` to `after`, what was removed ahead of what was added.

    The pieces that are not removed make up `after`; those that are not added make up `before`, but for
    its typography. Two headlines with little in common are one removed and one added piece.
    """
    before, after = before.strip(), after.strip()
    if title_key(before) == title_key(after):
        return _joined([Piece(Kind.SAME, after)])
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    whole = [Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after)]
    if max(len(old), len(new)) > MOST_TOKENS:
        return _joined(whole)
    matcher = SequenceMatcher(None, [*map(_key, old)], [*map(_key, new)], autojunk=False)
    has_much_in_common = LEAST_ALIKE <= matcher.ratio() < 1
    return _joined(_compared(matcher, old, new) if has_much_in_common else whole)


def _compared(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            yield Piece(Kind.SAME, "".join(new[k:m]))
        else:
            yield Piece(Kind.REMOVED, "".join(old[i:j]))
            yield Piece(Kind.ADDED, "".join(new[k:m]))


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Leave out empty pieces, and keep what was removed from running into what follows it."""
    filled = [piece for piece in pieces if piece.text]
    return tuple(
        Piece(piece.kind, f"{piece.text} ")
        if following and piece.kind is Kind.REMOVED and _run_together(piece.text, following.text)
        else piece
        for piece, following in zip_longest(filled, filled[1:])
    )


def _run_together(left: str, right: str) -> bool:
    return not (
        right[0].isspace() or _UNSPACED_CHARACTER.match(left[-1]) or _UNSPACED_CHARACTER.match(right[0])
    )


def _key(token: str) -> str:
    word = token.strip()
    return "-" if _ONLY_DASHES.fullmatch(word) else title_key(word)
