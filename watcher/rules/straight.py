"""Plain queries straight to their plan: no tree in between, since a million are read at every start.

Words and phrases that must be there, some that must not, and ORs of them; the plan is that of the query as
`parse` reads it. Whatever else stands in a text is left to `parse`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, product
from math import prod

from watcher.rules.plan import MOST_CONJUNCTIONS, Atom, Conjunction, Plan
from watcher.rules.query import Form, Limits
from watcher.rules.stem import stemmer
from watcher.rules.terms import MOST_WORDS
from watcher.rules.words import plain_word

_ITEM = re.compile(r'\([^()]*\)|-?"[^"()]*"|[^\s"()]+')
_SIDE = re.compile(r'"[^"]*"|[^\s"]+')
_OPERATORS = frozenset({"and", "not", "or"})
_NOTHING: frozenset[frozenset[Atom]] = frozenset()


def straight_plan(text: str, language: str, limits: Limits) -> Plan | None:
    """Return the plan of a plain query with words in `language`; None for others, and for doubtful ones."""
    if len(text) > limits.length or limits.depth < 1:
        return None
    if " OR " in text and "(" not in text:
        text = f"({text})"
    items = _ITEM.findall(text) if '"' in text or "(" in text else text.split(" ")
    required: list[Atom] = []
    excluded: list[Atom] = []
    choices: list[Sequence[Atom]] = []
    for item in items:
        if item[:1] == "(":
            side = _sides(item[1:-1], language)
            if side is None:
                return None
            choices.append(side)
            continue
        atom = _atom(item.removeprefix("-"), language)
        if atom is None:
            return None
        (excluded if item[0] == "-" else required).append(atom)
    count = len(required) + len(excluded) + sum(map(len, choices))
    if count > limits.terms or " ".join(items) != text:
        return None
    return _planned(required, excluded, choices)


def _planned(
    required: Sequence[Atom], excluded: Sequence[Atom], choices: Sequence[Sequence[Atom]]
) -> Plan | None:
    never = frozenset([frozenset((atom,)) for atom in excluded]) if excluded else _NOTHING
    if excluded and not set(excluded).isdisjoint(chain(required, *choices)):
        return None
    if not choices:
        return Plan((Conjunction(frozenset(required), never),)) if required else None
    repeats = Counter(chain(required, *choices))
    count = prod(map(len, choices))
    is_wide = count > MOST_CONJUNCTIONS and (required or len(choices) > 1)
    if is_wide or any(repeats[atom] > 1 for side in choices for atom in side):
        return None
    return Plan(tuple(Conjunction(frozenset((*required, *way)), never) for way in product(*choices)))


def _sides(text: str, language: str) -> Sequence[Atom] | None:
    """Return the words and phrases of `a OR b`."""
    parts = _SIDE.findall(text)
    if len(parts) % 2 == 0 or " ".join(parts) != text or any(part != "OR" for part in parts[1::2]):
        return None
    atoms = [_atom(part, language) for part in parts[::2]]
    return None if None in atoms else [atom for atom in atoms if atom is not None]


@lru_cache(maxsize=1 << 15)
def _atom(typed: str, language: str) -> Atom | None:
    """Return the atom of a word or a quoted phrase, None for one that needs a closer look."""
    if typed[:1] != '"':
        word = _word(typed)
        return None if word is None or word in _OPERATORS else _stemmed(word, language)
    words = tuple(map(_word, typed[1:-1].split(" ")))
    is_row = 1 < len(words) <= MOST_WORDS and None not in words
    return Atom(Form.EXACT, "", None, tuple(word or "" for word in words)) if is_row else None


def _stemmed(word: str, language: str) -> Atom:
    return Atom(Form.STEM, language, None, (stemmer(language)(word),))


def _word(typed: str) -> str | None:
    return plain_word(typed) if typed.isalnum() else None
