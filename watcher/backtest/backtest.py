"""A backtest: several searches of the stored articles, and what they say together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Protocol

from watcher.backtest.relax import of_root, only, relaxed, words_of_query
from watcher.backtest.words import telling
from watcher.rules.query import Form, Node, Term
from watcher.rules.tree import both, either
from watcher.store.port import Found, Question, Stored

_MOST_MISSES = 6
"""Parts of a query that are tried without."""
_SHOWN = 3
"""Near misses shown of each."""
_SAMPLE = 100
"""Articles whose words are compared, of each kind."""
_HINTS = 2
"""Words offered each way."""
_MOST_GAIN = 3
"""A word that would multiply the matches by more than this is another question."""


class Searchable(Protocol):
    """The part of a store that is asked."""

    async def search(self, question: Question, limit: int = 100) -> Found:
        """See `watcher.store.port.Store`."""
        ...

    async def recent(self, since: datetime, limit: int = 1000) -> tuple[Stored, ...]:
        """See `watcher.store.port.Store`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """Articles that fail by one part of the query only."""

    part: str
    """That part, in normal form; one with a `-` in front excluded them."""
    query: str
    """The query that would have found them too."""
    matches: int
    latest: tuple[Stored, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A word that would change what is found."""

    word: str
    query: str
    """The query with it."""
    matches: int
    """What that finds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What a query would have found."""

    question: Question
    found: Found
    near_misses: tuple[NearMiss, ...]
    """Those with the most articles first; parts that nothing fails by are left out."""
    narrower: tuple[Hint, ...]
    wider: tuple[Hint, ...]


async def backtest(store: Searchable, question: Question, shown: int = 10) -> Backtest:
    """Say what meets `question`, what nearly does, and which words would find fewer or more."""
    found = await store.search(question, limit=max(shown, _SAMPLE))
    misses = [miss async for miss in _near_misses(store, question)]
    misses.sort(key=lambda miss: -miss.matches)
    usual = await store.recent(question.since, limit=_SAMPLE)
    return Backtest(
        question=question,
        found=replace(found, latest=found.latest[:shown]),
        near_misses=tuple(replace(miss, latest=miss.latest[:_SHOWN]) for miss in misses),
        narrower=await _narrower(store, question, found, usual),
        wider=await _wider(store, question, found, [a for miss in misses for a in miss.latest], usual),
    )


async def _near_misses(store: Searchable, question: Question) -> AsyncIterator[NearMiss]:
    for easier in islice(relaxed(question.query), _MOST_MISSES):
        missing = replace(question, query=only(easier.query, question.query))
        found = await store.search(missing, limit=_SAMPLE // 2)
        if found.matches:
            yield NearMiss(
                part=easier.part, query=easier.query.normal, matches=found.matches, latest=found.latest
            )


async def _narrower(
    store: Searchable, question: Question, found: Found, usual: Sequence[Stored]
) -> tuple[Hint, ...]:
    words = telling(found.latest, usual, _language(question), words_of_query(question.query.root))
    hints = [await _hint(store, question, word, both) for word in words[:_HINTS]]
    return tuple(hint for hint in hints if 0 < hint.matches < found.matches)


async def _wider(
    store: Searchable, question: Question, found: Found, nearly: Sequence[Stored], usual: Sequence[Stored]
) -> tuple[Hint, ...]:
    some = nearly or found.latest
    words = telling(some, usual, _language(question), words_of_query(question.query.root))
    hints = [await _hint(store, question, word, either) for word in words[:_HINTS]]
    return tuple(hint for hint in hints if found.matches < hint.matches <= found.matches * _MOST_GAIN)


async def _hint(
    store: Searchable, question: Question, word: str, join: Callable[[Sequence[Node]], Node]
) -> Hint:
    with_it = of_root(question.query, join([question.query.root, Term(Form.STEM, ((word,),), shown=word)]))
    found = await store.search(replace(question, query=with_it), limit=0)
    return Hint(word=word, query=with_it.normal, matches=found.matches)


def _language(question: Question) -> str:
    return question.query.language or question.usual_language
