"""How common words are, by a sample of articles, so that a watch is filed where few articles look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from watcher.models import Article
from watcher.rules.document import document_of
from watcher.rules.plan import Atom
from watcher.rules.query import Form
from watcher.rules.stem import stemmer

_COMMON = 1 << 30
_ROW_DISCOUNT = 8


class Rarity:
    """Counts of the words of sample articles; a word that is not among them counts as rare."""

    def __init__(self, sample: Iterable[Article] = ()) -> None:
        self._words: Counter[str] = Counter()
        for article in sample:
            for segment in document_of(article).default:
                self._words.update(segment.words)
        self._stems: dict[str, Counter[str]] = {}

    def rank(self, atom: Atom) -> int:
        """Return a number that grows with how often an article may hold `atom`."""
        if atom.form is Form.PREFIX:
            return _COMMON
        counts = self._words if atom.form is Form.EXACT else self._stemmed(atom.language)
        rarest = min(counts[word] for word in atom.words)
        return rarest if len(atom.words) == 1 else rarest // _ROW_DISCOUNT

    def _stemmed(self, language: str) -> Counter[str]:
        known = self._stems.get(language)
        if known is None:
            stem = stemmer(language)
            known = self._stems[language] = Counter()
            for word, count in self._words.items():
                known[stem(word)] += count
        return known
