"""Plain queries straight to their plan: no tree in between, since a million are read at every start.

Words and phrases that must be there, some that must not, and ORs of them; the plan is that of the query as
`parse` reads it. Whatever else stands in a text is left to `parse`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from itertools import product
from math import prod
from typing import NamedTuple, TypeAlias, cast

from watcher.rules.memo import Memo
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
    excluded: _Atoms = frozenset()
    word: str = ""
    """Of a single word that must be there: it as written."""


_NO_ATOMS: _Atoms = frozenset()
_MOST_KNOWN = 1 << 16


_Words: TypeAlias = Memo[str, _Piece | None]
"""What each word adds, with or without a `-`, in one language; None for one that needs a closer look."""


@cache
def _words_in(language: str) -> _Words:
    return Memo(partial(_word, language), _MOST_KNOWN)


def straight_plan(text: str, language: str, limits: Limits) -> Plan | None:
    """Return the plan of a plain query with words in `language`; None for others, and for doubtful ones."""
    if len(text) > limits.length or limits.depth < 1 or limits.terms < 1:
        return None
    words = _words_in(language)
    choices: list[Sequence[_Piece]] = []
    if '"' not in text and "(" not in text and " OR " not in text:
        found = [*map(words.__getitem__, text.split(" "))]
        count = len(found)
    else:
        found = []
        if "(" not in text and " OR " in text:
            text = f"({text})"
        items = _ITEM.findall(text)
        if " ".join(items) != text:
            return None
        for item in items:
            if item[0] == "(":
                side = _sides(item[1:-1], words)
                if side is None:
                    return None
                choices.append(side)
            else:
                found.append(_row(item, words) if '"' in item else words[item])
        count = len(found) + sum(map(len, choices))
    if None in found or count > limits.terms:
        return None
    return _planned(cast("list[_Piece]", found), choices)


def _planned(pieces: Sequence[_Piece], choices: Sequence[Sequence[_Piece]]) -> Plan | None:
    wanted = [piece.required for piece in pieces]
    required = _NO_ATOMS.union(*wanted)
    excluded = _NO_ATOMS
    if not all(wanted):
        excluded = excluded.union(*[piece.excluded for piece in pieces])
        asked = required.union(*[piece.required for side in choices for piece in side])
        if not asked.isdisjoint(excluded):
            return None
    if not choices:
        return Plan((Conjunction(required, excluded),)) if required else None
    if _is_wide(required, choices):
        return None
    ways = [required.union(*[piece.required for piece in way]) for way in product(*choices)]
    return Plan(tuple([Conjunction(way, excluded) for way in ways]))


def _is_wide(required: _Atoms, choices: Sequence[Sequence[_Piece]]) -> bool:
    """Tell whether choices are too many to be multiplied, or overlap."""
    if prod(map(len, choices)) > MOST_CONJUNCTIONS and (required or len(choices) > 1):
        return True
    different = required.union(*[piece.required for side in choices for piece in side])
    return len(different) < len(required) + sum(map(len, choices))


def _sides(text: str, words: _Words) -> Sequence[_Piece] | None:
    """Return the words and phrases of `a OR b`."""
    parts = text.split(" OR ")
    if '"' in text:
        found = _SIDE.findall(text)
        if len(found) % 2 == 0 or " ".join(found) != text or found[1::2] != ["OR"] * (len(found) // 2):
            return None
        parts = found[::2]
    pieces = [_row(part, words) if part[:1] == '"' else words[part] for part in parts]
    kept = [piece for piece in pieces if piece and piece.required]
    return kept if len(kept) == len(parts) else None


def _word(language: str, typed: str) -> _Piece | None:
    """Read a word, with or without a `-`; None for one that needs a closer look."""
    text = typed.removeprefix("-")
    word = plain_word(text) if text.isalnum() else None
    if word is None or word in _OPERATORS:
        return None
    return _piece(typed, Atom(Form.STEM, language, None, (stemmer(language)(word),)), word)


def _row(typed: str, known: _Words) -> _Piece | None:
    """Read a quoted phrase, with or without a `-`; None for one that needs a closer look."""
    found = [*map(known.__getitem__, typed.strip('-"').split(" "))]
    words = tuple([piece.word for piece in found if piece is not None and piece.word])
    if len(words) < len(found) or not 1 < len(words) <= MOST_WORDS:
        return None
    if any(map(str.isdigit, words)):
        # They may be a number in parts.
        return None
    return _piece(typed, Atom(Form.EXACT, "", None, words))


def _piece(typed: str, atom: Atom, word: str = "") -> _Piece:
    alone = frozenset((atom,))
    if typed[0] == "-":
        return _Piece(excluded=alone)
    return _Piece(alone, word=word)
