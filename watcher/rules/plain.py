"""Plain queries, which most are: words and phrases that must be there, and some that must not.

They are read by one pass of a regular expression instead of by the parser, to the same result: a million of
them are read at every start.
"""

from __future__ import annotations

import re

from watcher.rules.query import And, Form, Limits, Node, Not, Query, Term
from watcher.rules.stem import DEFAULT_LANGUAGE
from watcher.rules.terms import MOST_WORDS, phrase_term, word_term

_ITEM = re.compile(r'(-?)(?:([^\W_]+)|"([^\W_]+(?: [^\W_]+)*)")( +|\Z)')
_OTHERWISE = frozenset({"or", "and", "not"})
"""Words that are operators in capitals, and noted in small letters."""


def read_plain(text: str, language: str, limits: Limits) -> Query | None:
    """Read a plain query; None for any other, and for one to be refused or noted."""
    items = _ITEM.findall(text)
    if sum(map(_length, items)) != len(text) or not 0 < len(items) <= limits.terms:
        return None
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for minus, word, phrase, _ in items:
        if word:
            term = None if word.lower() in _OTHERWISE else word_term(word, Form.STEM, None)
        else:
            term = phrase_term(phrase, None)
        if term is None or len(term.variants[0]) > MOST_WORDS or len(term.variants) > 1:
            return None
        (unwanted if minus else wanted).append(term)
    if not wanted or (unwanted and (limits.depth < 1 or _at_odds(wanted, unwanted, language))):
        return None
    asked, never = _ordered(wanted), _ordered(unwanted)
    if never:
        shown = [*(term.shown for term in asked), *(f"-{term.shown}" for term in never)]
        return Query(text, " ".join(shown), And((*asked, *map(Not, never))), language)
    root: Node = asked[0] if len(asked) == 1 else And(tuple(asked))
    return Query(text, " ".join([term.shown for term in asked]), root, language)


def _length(item: tuple[str, str, str, str]) -> int:
    minus, word, phrase, space = item
    return len(minus) + (len(word) or len(phrase) + 2) + len(space)


def _ordered(terms: list[Term]) -> list[Term]:
    if len(terms) > 1:
        terms.sort(key=_shown)
        return list(dict.fromkeys(terms))
    return terms


def _shown(term: Term) -> str:
    return term.shown


def _at_odds(wanted: list[Term], unwanted: list[Term], language: str) -> bool:
    """Tell whether a word is asked for and excluded, be it in another form."""
    found = {term.variants_in(language or DEFAULT_LANGUAGE) for term in wanted}
    return any(term.variants_in(language or DEFAULT_LANGUAGE) in found for term in unwanted)
