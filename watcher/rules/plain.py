"""Plain queries, which most are: words, phrases and flat ORs that must be there, and some that must not.

A regular expression tells them, and they are read without the parser, to the same result: a million of them
are read at every start.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from watcher.rules.query import And, Form, Limits, Node, Not, Or, Query, Term
from watcher.rules.stem import DEFAULT_LANGUAGE
from watcher.rules.terms import MOST_WORDS, phrase_term, word_term

_WORD = r"[^\W_]++"
# Only single characters are repeated for good: Python before 3.11.5 gets that wrong for groups.
_TERM = rf'(?:{_WORD}|"{_WORD}(?: {_WORD})*")'
_EITHER = rf"{_TERM}(?: OR {_TERM})+"
_ITEM = rf"(?:-?{_TERM}|\({_EITHER}\))"
_TERMS, _ITEMS = re.compile(_TERM), re.compile(_ITEM)
_IS_EITHER, _IS_ALL = re.compile(_EITHER), re.compile(f"{_ITEM}(?: {_ITEM})*")
_OPERATORS = frozenset({("or",), ("and",), ("not",)})
"""Operators in capitals; noted in small letters."""


def read_plain(text: str, language: str, limits: Limits) -> Query | None:
    """Read a plain query; None for any other, and for one to be refused or noted."""
    if limits.depth < 1:
        return None
    if _IS_EITHER.fullmatch(text):
        items = [f"({text})"]
    elif _IS_ALL.fullmatch(text):
        items = _ITEMS.findall(text) if '"' in text or "(" in text else text.split(" ")
    else:
        return None
    wanted: dict[str, Term] = {}
    unwanted: dict[str, Term] = {}
    groups: dict[str, Or] = {}
    count = 0
    for item in items:
        # Every second one is the OR between two.
        texts = _TERMS.findall(item)[::2] if item[0] == "(" else (item.removeprefix("-"),)
        terms = [*map(_term, texts)]
        count += len(terms)
        found = {term.shown: term for term in terms if term is not None}
        if None in terms:
            return None
        if len(found) > 1:
            groups[" OR ".join(sorted(found))] = Or(tuple(found[shown] for shown in sorted(found)))
        else:
            (unwanted if item[0] == "-" else wanted).update(found)
    if count > limits.terms or not (wanted or groups) or _at_odds(wanted, unwanted, language):
        return None
    return _query(text, {**wanted, **groups}, unwanted, language)


def _query(text: str, asked: Mapping[str, Node], unwanted: dict[str, Term], language: str) -> Query:
    if len(asked) == 1 and not unwanted:
        ((shown, root),) = asked.items()
        return Query(text, shown, root, language)
    parts: list[Node] = []
    spelled: list[str] = []
    for shown in sorted(asked):
        part = asked[shown]
        parts.append(part)
        spelled.append(f"({shown})" if isinstance(part, Or) else shown)
    for shown in sorted(unwanted):
        parts.append(Not(unwanted[shown]))
        spelled.append(f"-{shown}")
    return Query(text, " ".join(spelled), And(tuple(parts)), language)


@lru_cache(maxsize=1 << 15)
def _term(typed: str) -> Term | None:
    """Return the term of a word or a quoted phrase; None for one that needs a closer look."""
    term = phrase_term(typed[1:-1], None) if typed[0] == '"' else word_term(typed, Form.STEM, None)
    if term is None or len(term.variants) > 1 or len(term.variants[0]) > MOST_WORDS:
        return None
    return None if term.variants[0] in _OPERATORS else term


def _at_odds(wanted: dict[str, Term], unwanted: dict[str, Term], language: str) -> bool:
    """Tell whether a word is asked for and excluded, be it in another form."""
    if not unwanted:
        return False
    language = language or DEFAULT_LANGUAGE
    found = {term.variants_in(language) for term in wanted.values()}
    return any(term.variants_in(language) in found for term in unwanted.values())
