"""Matchers by the language of their articles: so each article is stemmed once, in its own."""

from __future__ import annotations

from collections.abc import Iterable

from watcher.models import Article
from watcher.rules.index import Matcher
from watcher.rules.query import Query
from watcher.rules.stem import DEFAULT_LANGUAGE


class Matchers:
    """One matcher for each language that articles come in; a watch is in those whose articles it hears of.

    A query that names a language is read in that one in all of them. Where all articles are of one language,
    this is that language's matcher and nothing else.
    """

    def __init__(self, first: Matcher | None = None, language: str = DEFAULT_LANGUAGE) -> None:
        """Start with `first` for articles in `language`; the others are made when a watch needs them."""
        self._first = Matcher() if first is None else first
        self._by_language = {language: self._first}
        self._languages: dict[int, tuple[str, ...]] = {}
        self._alike: dict[tuple[str, ...], tuple[str, ...]] = {}

    def add(self, watch_id: int, query: Query, languages: Iterable[str] = (DEFAULT_LANGUAGE,)) -> None:
        """Add a watch for articles in these languages, or change one."""
        if watch_id in self._languages:
            self.remove(watch_id)
        wanted = tuple(languages)
        self._languages[watch_id] = self._alike.setdefault(wanted, wanted)
        for language in wanted:
            if language not in self._by_language:
                self._by_language[language] = self._first.sibling()
            self._by_language[language].add(watch_id, query.for_articles_in(language))

    def remove(self, watch_id: int) -> None:
        """Remove a watch. Raises KeyError where there is none."""
        for language in self._languages.pop(watch_id):
            self._by_language[language].remove(watch_id)

    def match(self, article: Article, source: str = "", language: str = DEFAULT_LANGUAGE) -> list[int]:
        """Return the ids of the watches that an article in `language`, of the source `source`, meets.

        Each once, unordered.
        """
        matcher = self._by_language.get(language)
        return matcher.match(article, source) if matcher else []
