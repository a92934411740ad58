"""What peers do with many rules: sets of words in a loop, and one Aho-Corasick automaton of all terms."""

from __future__ import annotations

import importlib
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.rival import library
from watcher.models import Article

Answer = Callable[[Article], list[int]]


@dataclass(frozen=True, slots=True)
class Terms:
    """One rule as bare terms: any term of each group, and not the excluded one. A term may have two words."""

    groups: tuple[tuple[str, ...], ...]
    excluded: str = ""

    def met_by(self, holds: Callable[[str], bool]) -> bool:
        return all(any(map(holds, group)) for group in self.groups) and not (
            self.excluded and holds(self.excluded)
        )


def text_of(article: Article) -> str:
    """Return an article as lower-case words with single spaces around each."""
    return f" {article.title} {article.summary} ".lower().replace(".", " ")


def set_loop(rules: Sequence[Terms]) -> Answer:
    """Ask each rule in turn, words by a set, phrases in the text."""

    def answer(article: Article) -> list[int]:
        text = text_of(article)
        words = set(text.split())

        def holds(term: str) -> bool:
            return f" {term} " in text if " " in term else term in words

        return [watch_id for watch_id, rule in enumerate(rules, 1) if rule.met_by(holds)]

    return answer


def automaton(rules: Sequence[Terms]) -> Answer:
    """Find all terms in one pass, then ask the rules whose first group they belong to.

    Raises `Unavailable`.
    """
    sys.path.insert(0, str(library("pyahocorasick", "2.1.0")))
    machine = importlib.import_module("ahocorasick").Automaton()
    first: defaultdict[str, list[int]] = defaultdict(list)
    for watch_id, rule in enumerate(rules, 1):
        for term in rule.groups[0]:
            first[term].append(watch_id)
        for term in (*(term for group in rule.groups for term in group), rule.excluded):
            if term:
                machine.add_word(f" {term} ", term)
    machine.make_automaton()

    def answer(article: Article) -> list[int]:
        found = {term for _, term in machine.iter(text_of(article))}
        asked = {watch_id for term in found for watch_id in first.get(term, ())}
        return sorted(watch_id for watch_id in asked if rules[watch_id - 1].met_by(found.__contains__))

    return answer
