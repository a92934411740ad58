"""The matcher: which of many watches an article meets, in time that the other watches do not add to.

Each conjunction of a watch is filed under its rarest atoms, so only watches whose rarest atoms are in the
article are looked at. Watches that ask for the same share one leaf, whoever owns them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from watcher.models import Article
from watcher.rules.document import document_of
from watcher.rules.evaluate import holds
from watcher.rules.filing import leaf_of, leaves_in, unfile
from watcher.rules.ids import joined, left, listed
from watcher.rules.leaf import Key, Leaf, Met, Rest
from watcher.rules.lexicon import Lexicon
from watcher.rules.plan import Conjunction, Plan, plan
from watcher.rules.query import Node, Query
from watcher.rules.rarity import Rarity

_Spread: TypeAlias = tuple[Leaf | Key, ...]
"""Several leaves of one watch, each followed by the keys that are its exceptions there."""
_Where: TypeAlias = Leaf | _Spread | Rest


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

    def add(self, watch_id: int, query: Query) -> None:
        """Add a watch, or change the query of one."""
        if watch_id in self._watches:
            self.remove(watch_id)
        planned = plan(query)
        if not planned.exact:
            self._watches[watch_id] = self._evaluate(watch_id, query, planned)
        elif len(planned.conjunctions) == 1 and not planned.conjunctions[0].excluded:
            leaf = self._leaf(planned.conjunctions[0])
            leaf.watches = joined(leaf.watches, watch_id)
            self._watches[watch_id] = leaf
        else:
            self._watches[watch_id] = self._spread(watch_id, planned)

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

    def match(self, article: Article, source: str = "") -> tuple[int, ...]:
        """Return the ids of the watches that an article of the source `source` meets, ascending."""
        document = document_of(article, source)
        present = self._lexicon.present(document)
        met = Met()
        once = met.once
        for leaf in leaves_in(present):
            watches = leaf.watches
            if leaf.aside is not None:
                watches = leaf.aside.admitted(watches, present, met)
            if isinstance(watches, int):
                once.append(watches)
            elif watches is not None:
                once += watches
        for rest in met.rests:
            if holds(rest.root, document, rest.language):
                once += listed(rest.watches)
        once += met.several
        once.sort()
        return tuple(once)

    def candidates(self, article: Article, source: str = "") -> int:
        """Return how many filed conjunctions an article makes `match` look at: the measure of its work."""
        return len(leaves_in(self._lexicon.present(document_of(article, source))))

    # --- a watch of several conjunctions, or with exceptions

    def _spread(self, watch_id: int, planned: Plan) -> _Spread:
        spread: list[Leaf | Key] = []
        for conjunction in planned.conjunctions:
            leaf = self._leaf(conjunction)
            if len(planned.conjunctions) == 1:
                leaf.watches = joined(leaf.watches, watch_id)
            else:
                leaf.beside().several = joined(leaf.beside().several, watch_id)
            exceptions = [self._lexicon.key(atom) for atom in conjunction.excluded]
            for key in exceptions:
                self._lexicon.hold(key)
                leaf.beside().bar(key, watch_id)
            spread += [leaf, *exceptions]
        return tuple(spread)

    def _gather(self, watch_id: int, spread: _Spread) -> None:
        leaves = [each for each in spread if isinstance(each, Leaf)]
        leaf = leaves[0]
        for each in spread:
            if isinstance(each, Key):
                leaf.beside().unbar(each, watch_id)
                self._lexicon.drop(each)
                continue
            leaf = each
            if len(leaves) == 1:
                leaf.watches = left(leaf.watches, watch_id)
            else:
                leaf.beside().several = left(leaf.beside().several, watch_id)
        for leaf in leaves:
            self._tidy(leaf)

    # --- a watch to be evaluated

    def _evaluate(self, watch_id: int, query: Query, planned: Plan) -> Rest:
        query = query.for_articles_in()
        rest = self._rests.get((query.root, query.language))
        if rest is None:
            rest = Rest(
                query.root, query.language, tuple(dict.fromkeys(map(self._leaf, planned.conjunctions)))
            )
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
        return leaf_of(map(self._lexicon.key, conjunction.required), self._lexicon.hold)

    def _tidy(self, leaf: Leaf) -> None:
        if not leaf.tidy():
            unfile(leaf)
            for key in leaf.keys:
                self._lexicon.drop(key)
