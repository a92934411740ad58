"""The matcher: which of many watches an article meets, in time that the other watches do not add to.

Each conjunction of a watch is filed under its two rarest atoms, so only watches with both of them in the
article are looked at. Watches that ask for the same share one rule, whoever owns them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from watcher.models import Article
from watcher.rules.document import document_of
from watcher.rules.evaluate import holds
from watcher.rules.lexicon import Lexicon
from watcher.rules.plan import Conjunction, plan
from watcher.rules.query import Query
from watcher.rules.rarity import Rarity
from watcher.rules.rule import ALONE, Entry, Leaf, Packed, Rest, Rule, pack, place, rule_key, unpack

_Filed: TypeAlias = Entry | dict[Entry, None]
"""What is filed under two atoms: most often a single entry."""


class Matcher:
    """Watches by id, indexed by what they cannot match without.

    Adding and removing take time that does not depend on the number of watches, and may happen between any
    two matches. It is not made for several threads.
    """

    def __init__(self, sample: Iterable[Article] = ()) -> None:
        """Start empty. `sample` are articles of the kind to come: they tell which words are rare."""
        self._lexicon = Lexicon(Rarity(sample))
        self._filed: dict[int, dict[int, _Filed]] = {}
        self._rules: dict[bytes | tuple[bytes, Rest], Rule] = {}
        self._watches: dict[int, Rule] = {}

    def __len__(self) -> int:
        """Return the number of watches."""
        return len(self._watches)

    def add(self, watch_id: int, query: Query) -> None:
        """Add a watch, or change the query of one."""
        if watch_id in self._watches:
            self.remove(watch_id)
        query = query.for_articles_in()
        planned = plan(query)
        packed = pack([self._take(conjunction) for conjunction in planned.conjunctions])
        rest = None if planned.exact else Rest(query.root, query.language)
        rule = self._rules.get(rule_key(packed, rest))
        if rule is not None:
            self._drop(packed)
            rule.join(watch_id)
        else:
            rule = Rule(packed, rest, watch_id)
            self._rules[rule.key] = rule
            for conjunction in unpack(packed):
                self._file(*place(rule, conjunction))
        self._watches[watch_id] = rule

    def remove(self, watch_id: int) -> None:
        """Remove a watch. Raises KeyError where there is none."""
        rule = self._watches.pop(watch_id)
        if not rule.leave(watch_id):
            return
        del self._rules[rule.key]
        for conjunction in unpack(rule.packed):
            self._unfile(*place(rule, conjunction))
        self._drop(rule.packed)

    def match(self, article: Article, source: str = "") -> tuple[int, ...]:
        """Return the ids of the watches that an article of the source `source` meets, ascending."""
        document = document_of(article, source)
        present = self._lexicon.present(document)
        met: set[int] = set()
        for entry in self._candidates(present):
            if isinstance(entry, Leaf):
                if not entry.met_by(present):
                    continue
                rule = entry.rule
            else:
                rule = entry
            if rule.rest is not None and not holds(rule.rest.root, document, rule.rest.language):
                continue
            watches = rule.watches
            if isinstance(watches, int):
                met.add(watches)
            else:
                met |= watches
        return tuple(sorted(met))

    def candidates(self, article: Article, source: str = "") -> int:
        """Return how many filed conjunctions an article makes `match` look at: the measure of its work."""
        return len(self._candidates(self._lexicon.present(document_of(article, source))))

    def _candidates(self, present: set[int]) -> list[Entry]:
        found: list[Entry] = []
        filed = self._filed
        beside = present | {ALONE}
        for first in filed.keys() & present:
            seconds = filed[first]
            for second in seconds.keys() & beside:
                there = seconds[second]
                if isinstance(there, dict):
                    found += there
                else:
                    found.append(there)
        return found

    def _take(self, conjunction: Conjunction) -> Packed:
        required = [self._lexicon.take(atom) for atom in conjunction.required]
        excluded = [self._lexicon.take(atom) for atom in conjunction.excluded]
        return self._lexicon.by_rarity(required), self._lexicon.by_rarity(excluded)

    def _drop(self, packed: bytes) -> None:
        for required, excluded in unpack(packed):
            for number in required + excluded:
                self._lexicon.drop(number)

    def _file(self, first: int, second: int, entry: Entry) -> None:
        seconds = self._filed.setdefault(first, {})
        there = seconds.get(second)
        if there is None:
            seconds[second] = entry
        elif isinstance(there, dict):
            there[entry] = None
        else:
            seconds[second] = {there: None, entry: None}

    def _unfile(self, first: int, second: int, entry: Entry) -> None:
        seconds = self._filed[first]
        there = seconds[second]
        if isinstance(there, dict):
            del there[entry]
            if there:
                return
        del seconds[second]
        if not seconds:
            del self._filed[first]
