"""The matcher: which of many watches an article meets, in time that the other watches do not add to.

Each conjunction of a watch is filed under its rarest atom, as a row of what else must be there or must not.
An article is held against the rows of its own atoms only, against all of these at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

from watcher.models import Article
from watcher.rules.document import document_of
from watcher.rules.further import Further, Longer, Rest, Row
from watcher.rules.ids import joined, left, listed
from watcher.rules.key import ALWAYS, WIDTH, Key
from watcher.rules.lexicon import Lexicon
from watcher.rules.plan import Conjunction, Plan, plan
from watcher.rules.presence import alike
from watcher.rules.query import Query
from watcher.rules.rarity import Rarity

_Where: TypeAlias = "Key | Longer | Rest | tuple[Key | Longer, ...]"
"""The key of the one row of a watch, what its row does not decide, or those of several rows."""
_NOBODY = 0
"""The id of a watch that is not stored yet."""
_order: Callable[[Key], Any] = attrgetter("order")


class Matcher:
    """Watches by id, indexed by what they cannot match without.

    Adding and removing take time that does not depend on the number of watches, and may happen between any
    two matches. It is not made for several threads.
    """

    def __init__(self, sample: Iterable[Article] = ()) -> None:
        """Start empty. `sample` are articles of the kind to come: they tell which words are rare."""
        self._lexicon = Lexicon(Rarity(sample))
        self._watches: dict[int, _Where] = {}
        self._further = Further()

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
        """Add a watch, or change the query of one. Ids are not negative."""
        self.file(watch_id, plan(query))

    def file(self, watch_id: int, planned: Plan) -> None:
        """Add a watch by the plan of its query, or change that of one."""
        if watch_id in self._watches:
            self.remove(watch_id)
        conjunctions, rest = planned
        if rest is not None:
            self._watches[watch_id] = self._evaluate(watch_id, rest, conjunctions)
        elif len(conjunctions) > 1:
            self._watches[watch_id] = tuple([self._file(watch_id, each) for each in conjunctions])
        elif len(conjunctions[0].required) > 1 or conjunctions[0].excluded:
            self._watches[watch_id] = self._file(watch_id, conjunctions[0])
        else:
            (atom,) = conjunctions[0].required
            key = self._watches[watch_id] = self._lexicon.key(atom)
            key.uses += 1
            key.alone = joined(key.alone, watch_id)

    def remove(self, watch_id: int) -> None:
        """Remove a watch. Raises KeyError where there is none."""
        where = self._watches.pop(watch_id)
        if isinstance(where, Rest):
            where.watches = left(where.watches, watch_id)
            if where.watches is None:
                self._drop(where)
            return
        for each in dict.fromkeys(where) if isinstance(where, tuple) else (where,):
            if isinstance(each, Longer):
                self._drop(each)
            else:
                self._unfile(each, watch_id)

    def match(self, article: Article, source: str = "") -> list[int]:
        """Return the ids of the watches that an article of a source meets: each once, in no order."""
        document = document_of(article, source)
        present = self._lexicon.present(document)
        alone, literals, targets = _under(present)
        met = self._lexicon.presence.met(present, literals, targets)
        if met and met[0] < 0:
            first = bisect_left(met, 0)
            met = [*{*met[first:], *self._further.met(met[:first], present, document)}]
        return alone + met

    def alike(self, query: Query) -> Sequence[int]:
        """Return the ids of watches filed where this query would be, among them all that mean the same."""
        self.add(_NOBODY, query)
        where = self._watches[_NOBODY]
        rows = where if isinstance(where, tuple) else (where,)
        found = min(map(self._alike, rows), key=len)
        self.remove(_NOBODY)
        return [watch_id for watch_id in found if watch_id != _NOBODY]

    def evaluates(self, watch_id: int) -> bool:
        """Tell whether a watch is met only after its query was evaluated, which takes its time each time."""
        return isinstance(self._watches[watch_id], Rest)

    def candidates(self, article: Article, source: str = "") -> int:
        """Return how many filed conjunctions an article makes `match` look at: the measure of its work."""
        alone, _, targets = _under(self._lexicon.present(document_of(article, source)))
        return len(alone) + len(targets)

    # --- rows

    def _file(self, watch_id: int, conjunction: Conjunction) -> Key | Longer:
        required, excluded, _ = conjunction
        if len(required) + len(excluded) > WIDTH + 1:
            longer = Longer((self._row(conjunction),), watch_id)
            self._further.add(longer)
            _put(longer.rows[0], longer.target)
            return longer
        # As `_row` and `_put` would, in half the time: nearly all conjunctions of a million pass here.
        key, *others = sorted(map(self._lexicon.key, required), key=_order)
        key.uses += 1
        literals = []
        for other in others:
            other.uses += 1
            literals.append(other.held)
        if excluded:
            for other in sorted(map(self._lexicon.key, excluded), key=_order):
                other.uses += 1
                literals.append(other.held + 1)
        key.put(literals, watch_id)
        return key

    def _row(self, conjunction: Conjunction) -> Row:
        """Return a conjunction as keys, the rarest first, each used once more, and their literals."""
        required = sorted(map(self._lexicon.key, conjunction.required), key=_order)
        excluded = sorted(map(self._lexicon.key, conjunction.excluded), key=_order)
        literals = [key.held for key in required] + [key.held + 1 for key in excluded]
        keys = (*required, *excluded)
        for key in keys:
            key.uses += 1
        return Row(keys, literals)

    def _unfile(self, key: Key, watch_id: int) -> None:
        literals = key.take(watch_id)
        for literal in literals:
            if literal != ALWAYS:
                self._lexicon.drop(self._lexicon.key_of(literal))
        if not literals:
            key.alone = left(key.alone, watch_id)
        for _ in range(len(literals) // WIDTH or 1):
            self._lexicon.drop(key)

    # --- what a row does not decide alone

    def _evaluate(self, watch_id: int, query: Query, conjunctions: Iterable[Conjunction]) -> Rest:
        rest = self._further.rest(query.root, query.language)
        if rest is None:
            rest = Rest(query.root, query.language, tuple(map(self._row, conjunctions)))
            self._further.add(rest)
            for row in rest.rows:
                _put(row, rest.target)
        rest.watches = joined(rest.watches, watch_id)
        return rest

    def _drop(self, case: Longer | Rest) -> None:
        self._further.drop(case)
        for keys, _ in case.rows:
            keys[0].take(case.target)
            for key in keys:
                self._lexicon.drop(key)

    def _alike(self, where: Key | Longer | Rest) -> Sequence[int]:
        """Return the watches that are filed by the same row as the one that is not stored."""
        if isinstance(where, Rest):
            return listed(where.watches)
        key, target = (where, _NOBODY) if isinstance(where, Key) else (where.rows[0].keys[0], where.target)
        targets = alike(key.filed, target) if key.filed else ()
        if not targets:
            return listed(key.alone)
        return [watch_id for each in targets for watch_id in self._further.watches_of(each)]


def _put(row: Row, target: int) -> None:
    """File as much of a conjunction as a row has room for."""
    row.keys[0].put(row.literals[1 : WIDTH + 1], target)


def _under(present: Iterable[Key]) -> tuple[list[int], array[int], array[int]]:
    """Return what is filed under these keys: watches that ask for no more, then rows and their targets."""
    single: list[int] = []
    many, literals, targets = array("q"), array("i"), array("q")
    for key in present:
        alone, filed = key.alone, key.filed
        if isinstance(alone, int):
            single.append(alone)
        elif alone is not None:
            many += alone
        if filed is not None:
            literals += filed.literals
            targets += filed.targets
    return single + many.tolist(), literals, targets
