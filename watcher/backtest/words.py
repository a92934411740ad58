"""Words that some articles share and others do not. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from watcher.rules.document import document_of
from watcher.rules.stem import stemmer
from watcher.store.port import Stored

_SHORTEST = 3
"""Letters of a word worth a hint; single Chinese or Japanese characters say too little."""
_LEAST, _LEAST_SHARE = 3, 0.15
"""Articles, and share of them, that a word must be in."""
_RARER = 3
"""A word is telling where it is so many times as common as elsewhere."""


def telling(
    some: Sequence[Stored], others: Sequence[Stored], language: str, known: Iterable[str]
) -> list[str]:
    """Return words that many of `some` have and few of `others`, the most telling first.

    Forms of one word count as one, by the one most written; `known` words are left out.
    """
    stem = stemmer(language)
    left_out = {stem(word) for word in known}
    here, spelled = _counted(some, language)
    elsewhere, _ = _counted(others, language)
    weights: dict[str, float] = {}
    for stemmed, count in here.items():
        share = count / len(some)
        usual = (elsewhere[stemmed] + 1) / (len(others) + 1)
        common = count >= _LEAST and share >= _LEAST_SHARE
        if common and share >= _RARER * usual and stemmed not in left_out:
            weights[stemmed] = share * share / usual
    best = sorted(weights, key=lambda stemmed: (-weights[stemmed], stemmed))
    return [spelled[stemmed].most_common(1)[0][0] for stemmed in best]


def _counted(articles: Iterable[Stored], language: str) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Count in how many articles each stem is, and how it is written there."""
    stem = stemmer(language)
    counts: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    for stored in articles:
        words = {word for segment in document_of(stored.article).default for word in segment.words}
        kept = [word for word in words if len(word) >= _SHORTEST and not word[0].isdigit()]
        counts.update({stem(word) for word in kept})
        for word in kept:
            spelled.setdefault(stem(word), Counter())[word] += 1
    return counts, spelled
