"""The matcher: which of many watches an article meets, in time that the other watches do not add to.

Each conjunction of a watch is filed under its rarest atoms, so only watches whose rarest atoms are in the
article are looked at. Watches that ask for the same share one leaf, whoever owns them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from watcher.models import Article
from watcher.rules.document import Document, document_of
from watcher.rules.evaluate import holds
from watcher.rules.filing import leaf_of, leaves_below, leaves_in, unfile
from watcher.rules.ids import joined, left, listed, row, without
from watcher.rules.leaf import Aside, Key, Leaf, Rest
from watcher.rules.lexicon import Lexicon
from watcher.rules.plan import Conjunction, Plan, plan
from watcher.rules.query import Node, Query
from watcher.rules.rarity import Rarity

_Spread: TypeAlias = tuple[tuple[Leaf, ...], ...]
"""The leaves of one watch, each followed by the leaves of its exceptions there."""
_Where: TypeAlias = Leaf | _Spread | Rest
_NONE: set[int] = set()
_NOBODY = 0
"""The id of a watch that is not stored yet."""


class Matcher:
    """Watches by id, indexed by what they cannot match without.

    Adding and removing take time that does not depend on the number of watches, and may happen between any
    two matches. It is not made for several threads.
    """

    def __init__(self, sample: Iterable[Article] = ()) -> None:
        """Start empty. `sample` are articles of the kind to come: they tell which words are rare."""
        self._lexicon = Lexicon(Rarity(sample))
        self._watches: dict[int, _Where] = {}
        self._rests: dict[tuple[Node, str], Rest] = {}

    def sibling(self) -> Matcher:
        """Return an empty matcher that knows the same sample."""
        made = Matcher()
        made._lexicon = self._lexicon.sibling()
        return made

    def __len__(self) -> int:
        """Return the number of watches."""
        return len(self._watches)

    def __contains__(self, watch_id: int) -> bool:
        """Tell whether there is a watch of this id."""
        return watch_id in self._watches

    def add(self, watch_id: int, query: Query) -> None:
        """Add a watch, or change the query of one."""
        self.file(watch_id, plan(query))

    def file(self, watch_id: int, planned: Plan) -> None:
        """Add a watch by the plan of its query, or change that of one."""
        if watch_id in self._watches:
            self.remove(watch_id)
        conjunctions, rest = planned
        if rest is not None:
            self._watches[watch_id] = self._evaluate(watch_id, rest, planned)
        elif len(conjunctions) > 1 or conjunctions[0].excluded:
            self._watches[watch_id] = self._spread(watch_id, planned)
        else:
            leaf = self._leaf(conjunctions[0])
            leaf.watches = joined(leaf.watches, watch_id)
            self._watches[watch_id] = leaf

    def remove(self, watch_id: int) -> None:
        """Remove a watch. Raises KeyError where there is none."""
        where = self._watches.pop(watch_id)
        if isinstance(where, Leaf):
            where.watches = left(where.watches, watch_id)
            self._tidy(where)
        elif isinstance(where, tuple):
            self._gather(watch_id, where)
        else:
            self._no_longer_evaluate(watch_id, where)

    def match(self, article: Article, source: str = "") -> list[int]:
        """Return the ids of the watches that an article of a source meets: each once, in no order."""
        document = document_of(article, source)
        present = self._lexicon.present(document)
        single: list[int] = []
        many = row()
        several: set[int] = set()
        rests: dict[Rest, None] = {}
        for leaf in leaves_in(present):
            watches, aside = leaf.watches, leaf.aside
            if aside is not None:
                also = aside.several
                if aside.rests is not None:
                    rests.update(aside.rests)
                if aside.below is not None and (never := _barred(aside, present)):
                    watches, also = without(watches, never), without(also, never)
                if isinstance(also, int):
                    several.add(also)
                elif also is not None:
                    several.update(also)
            if isinstance(watches, int):
                single.append(watches)
            elif watches is not None:
                many += watches
        for rest in _held(rests, document) if rests else ():
            single += listed(rest.watches)
        single += many.tolist()
        single += several
        return single

    def alike(self, query: Query) -> Sequence[int]:
        """Return the ids of watches filed where this query would be, among them all that mean the same."""
        self.add(_NOBODY, query)
        where = self._watches[_NOBODY]
        if isinstance(where, Leaf | Rest):
            found = listed(where.watches)
        else:
            rows = [listed(leaf.watches if len(where) == 1 else leaf.beside().several) for leaf, *_ in where]
            rows += [listed(exception.watches) for _, *barring in where for exception in barring]
            found = min(rows, key=len)
        ids = [watch_id for watch_id in found if watch_id != _NOBODY]
        self.remove(_NOBODY)
        return ids

    def evaluates(self, watch_id: int) -> bool:
        """Tell whether a watch is met only after its query was evaluated, which takes its time each time."""
        return isinstance(self._watches[watch_id], Rest)

    def candidates(self, article: Article, source: str = "") -> int:
        """Return how many filed conjunctions an article makes `match` look at: the measure of its work."""
        return len(leaves_in(self._lexicon.present(document_of(article, source))))

    # --- a watch of several conjunctions, or with exceptions

    def _spread(self, watch_id: int, planned: Plan) -> _Spread:
        spread: list[tuple[Leaf, ...]] = []
        for conjunction in planned.conjunctions:
            leaf = self._leaf(conjunction)
            aside = leaf.beside()
            if len(planned.conjunctions) == 1:
                leaf.watches = joined(leaf.watches, watch_id)
            else:
                aside.several = joined(aside.several, watch_id)
            barring = [leaf_of(map(self._lexicon.key, excluded), aside) for excluded in conjunction.excluded]
            for exception in barring:
                exception.watches = joined(exception.watches, watch_id)
            spread.append((leaf, *barring))
        return tuple(spread)

    def _gather(self, watch_id: int, spread: _Spread) -> None:
        for leaf, *barring in spread:
            if len(spread) == 1:
                leaf.watches = left(leaf.watches, watch_id)
            else:
                leaf.beside().several = left(leaf.beside().several, watch_id)
            for exception in barring:
                exception.watches = left(exception.watches, watch_id)
                self._tidy(exception, leaf.beside())
            self._tidy(leaf)

    # --- a watch to be evaluated

    def _evaluate(self, watch_id: int, query: Query, planned: Plan) -> Rest:
        rest = self._rests.get((query.root, query.language))
        if rest is None:
            leaves = dict.fromkeys(map(self._leaf, planned.conjunctions))
            rest = Rest(query.root, query.language, tuple(leaves))
            self._rests[query.root, query.language] = rest
            for leaf in rest.leaves:
                leaf.beside().ask(rest)
        rest.watches = joined(rest.watches, watch_id)
        return rest

    def _no_longer_evaluate(self, watch_id: int, rest: Rest) -> None:
        rest.watches = left(rest.watches, watch_id)
        if rest.watches is not None:
            return
        del self._rests[rest.root, rest.language]
        for leaf in rest.leaves:
            leaf.beside().no_longer_ask(rest)
            self._tidy(leaf)

    # --- leaves

    def _leaf(self, conjunction: Conjunction) -> Leaf:
        return leaf_of(map(self._lexicon.key, conjunction.required))

    def _tidy(self, leaf: Leaf, root: Aside | None = None) -> None:
        if not leaf.tidy():
            unfile(leaf, root)
            for key in leaf.keys:
                self._lexicon.drop(key)


def _held(rests: Iterable[Rest], document: Document) -> list[Rest]:
    """Return those of these queries that a document meets."""
    return [rest for rest in rests if holds(rest.root, document, rest.language)]


def _barred(aside: Aside, present: set[Key]) -> set[int]:
    """Return the watches that an exception keeps from being met."""
    below = aside.below
    if isinstance(below, Leaf) and not present.issuperset(below.keys):
        return _NONE
    return {watch_id for exception in leaves_below(aside, present) for watch_id in listed(exception.watches)}
