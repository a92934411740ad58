"""Matchers by the language of their articles: so each article is stemmed once, in its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from watcher.models import Article
from watcher.rules.index import Matcher
from watcher.rules.plan import Plan, plan
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
        self._usual: tuple[str, ...] = (language,)
        self._other: dict[int, tuple[str, ...]] = {}
        """The languages of watches that are not for the usual one: most are."""

    def add(self, watch_id: int, query: Query, languages: Iterable[str] = (DEFAULT_LANGUAGE,)) -> None:
        """Add a watch for articles in these languages, or change one."""
        self.file(watch_id, lambda language: plan(query.for_articles_in(language)), languages)

    def file(self, watch_id: int, plan_in: Callable[[str], Plan], languages: Iterable[str]) -> bool:
        """Add a watch by its plan for articles in each of these languages, or change one.

        Tells whether its query must be evaluated. What `plan_in` raises leaves all as it was.
        """
        wanted = tuple(languages)
        if wanted == self._usual and watch_id not in self._other:
            # Nearly all are for one language.
            planned = plan_in(wanted[0])
            self._first.file(watch_id, planned)
            return planned.rest is not None
        plans = [plan_in(language) for language in wanted]
        if self._holds(watch_id):
            self.remove(watch_id)
        if wanted != self._usual:
            self._other[watch_id] = wanted
        for language, planned in zip(wanted, plans, strict=True):
            self._of(language).file(watch_id, planned)
        return any(planned.rest for planned in plans)

    def remove(self, watch_id: int) -> None:
        """Remove a watch. Raises KeyError where there is none."""
        for language in self._other.pop(watch_id, self._usual):
            self._by_language[language].remove(watch_id)

    def alike(self, query: Query, language: str) -> Sequence[int]:
        """Return the ids of watches for articles in `language`; all that mean the same are among them."""
        return self._of(language).alike(query.for_articles_in(language))

    def evaluates(self, watch_id: int) -> bool:
        """Tell whether a watch is met only after its query was evaluated, which takes its time each time."""
        languages = self._other.get(watch_id, self._usual)
        return any(self._by_language[language].evaluates(watch_id) for language in languages)

    def _holds(self, watch_id: int) -> bool:
        return watch_id in self._other or watch_id in self._first

    def _of(self, language: str) -> Matcher:
        if language not in self._by_language:
            self._by_language[language] = self._first.sibling()
        return self._by_language[language]

    def match(self, article: Article, source: str = "", language: str = DEFAULT_LANGUAGE) -> list[int]:
        """Return the ids of the watches that an article in `language`, of the source `source`, meets.

        Each once, unordered.
        """
        matcher = self._by_language.get(language)
        return matcher.match(article, source) if matcher else []
