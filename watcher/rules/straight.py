"""Plain queries straight to their plan: no tree in between, since a million are read at every start.

Words and phrases that must be there, some that must not, and ORs of them; the plan is that of the query as
`parse` reads it. Whatever else stands in a text is left to `parse`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import prod
from typing import NamedTuple

from watcher.rules.plan import MOST_CONJUNCTIONS, Atom, Conjunction, Plan
from watcher.rules.query import Form, Limits
from watcher.rules.stem import stemmer
from watcher.rules.terms import MOST_WORDS
from watcher.rules.words import plain_word

_ITEM = re.compile(r'\([^()]*\)|-?"[^"()]*"|[^\s"()]+')
_SIDE = re.compile(r'"[^"]*"|[^\s"]+')
_OPERATORS = frozenset({"and", "not", "or"})

_Atoms = frozenset[Atom]


class _Piece(NamedTuple):
    """What one word or phrase adds to a conjunction. As sets, since joining those hashes nothing anew."""

    required: _Atoms = frozenset()
    excluded: frozenset[_Atoms] = frozenset()
    barred: _Atoms = frozenset()
    """The atom of `excluded`."""


_NO_ATOMS: _Atoms = frozenset()
_NO_EXCEPTIONS: frozenset[_Atoms] = frozenset()


def straight_plan(text: str, language: str, limits: Limits) -> Plan | None:
    """Return the plan of a plain query with words in `language`; None for others, and for doubtful ones."""
    if len(text) > limits.length or limits.depth < 1 or limits.terms < 1:
        return None
    if " " not in text:
        return _single(text, language)
    if " OR " in text and "(" not in text:
        text = f"({text})"
    is_mixed = '"' in text or "(" in text
    items = _ITEM.findall(text) if is_mixed else text.split(" ")
    if is_mixed and " ".join(items) != text:
        return None
    pieces: list[_Piece] = []
    choices: list[Sequence[_Piece]] = []
    for item in items:
        if is_mixed and item[0] == "(":
            side = _sides(item[1:-1], language)
            if side is None:
                return None
            choices.append(side)
            continue
        piece = _row(item) if is_mixed and '"' in item else _word(item, language)
        if piece is None:
            return None
        pieces.append(piece)
    if len(pieces) + sum(map(len, choices)) > limits.terms:
        return None
    return _planned(pieces, choices)


@lru_cache(maxsize=1 << 15)
def _single(text: str, language: str) -> Plan | None:
    piece = _row(text) if '"' in text else _word(text, language)
    return Plan((Conjunction(piece.required),)) if piece and piece.required else None


def _planned(pieces: Sequence[_Piece], choices: Sequence[Sequence[_Piece]]) -> Plan | None:
    required = _NO_ATOMS.union(*[piece.required for piece in pieces])
    excluded = _NO_EXCEPTIONS.union(*[piece.excluded for piece in pieces])
    if excluded:
        asked = required.union(*[piece.required for side in choices for piece in side])
        if not asked.isdisjoint(_NO_ATOMS.union(*[piece.barred for piece in pieces])):
            return None
    if not choices:
        return Plan((Conjunction(required, excluded),)) if required else None
    if _is_wide(required, choices):
        return None
    ways = (required.union(*[piece.required for piece in way]) for way in product(*choices))
    return Plan(tuple([Conjunction(way, excluded) for way in ways]))


def _is_wide(required: _Atoms, choices: Sequence[Sequence[_Piece]]) -> bool:
    """Tell whether choices are too many to be multiplied, or overlap."""
    if prod(map(len, choices)) > MOST_CONJUNCTIONS and (required or len(choices) > 1):
        return True
    different = required.union(*[piece.required for side in choices for piece in side])
    return len(different) < len(required) + sum(map(len, choices))


def _sides(text: str, language: str) -> Sequence[_Piece] | None:
    """Return the words and phrases of `a OR b`."""
    parts = text.split(" OR ")
    if '"' in text:
        found = _SIDE.findall(text)
        if len(found) % 2 == 0 or " ".join(found) != text or found[1::2] != ["OR"] * (len(found) // 2):
            return None
        parts = found[::2]
    pieces = [_row(part) if part[:1] == '"' else _word(part, language) for part in parts]
    kept = [piece for piece in pieces if piece and piece.required]
    return kept if len(kept) == len(parts) else None


@lru_cache(maxsize=1 << 16)
def _word(typed: str, language: str) -> _Piece | None:
    """Read a word, with or without a `-`; None for one that needs a closer look."""
    text = typed.removeprefix("-")
    word = plain_word(text) if text.isalnum() else None
    if word is None or word in _OPERATORS:
        return None
    return _piece(typed, Atom(Form.STEM, language, None, (stemmer(language)(word),)))


def _row(typed: str) -> _Piece | None:
    """Read a quoted phrase, with or without a `-`; None for one that needs a closer look."""
    chunks = typed.strip('-"').split(" ")
    words = tuple([word for word in map(plain_word, chunks) if word is not None])
    if len(words) < len(chunks) or not 1 < len(words) <= MOST_WORDS or not "".join(chunks).isalnum():
        return None
    if any(map(str.isdigit, words)):
        # They may be a number in parts.
        return None
    return _piece(typed, Atom(Form.EXACT, "", None, words))


def _piece(typed: str, atom: Atom) -> _Piece:
    alone = frozenset((atom,))
    return _Piece(excluded=frozenset((alone,)), barred=alone) if typed[0] == "-" else _Piece(required=alone)
