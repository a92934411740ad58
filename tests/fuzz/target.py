"""What is fuzzed: the whole way from bytes to articles, and what must be true of what comes out."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.cases import SELECTS, Case
from watcher.errors import ReadError
from watcher.extract import read
from watcher.identity import articles
from watcher.models import Article


class Unusable(AssertionError):
    """An article came out that the rest of the application cannot use."""


def run(case: Case) -> bool:
    """Read a page and tell whether it is a listing.

    Raises whatever a reader raises but for `ReadError`, and `Unusable`.
    """
    try:
        listing = read(case.page, case.kind, SELECTS[case.select] if case.select else None)
    except ReadError as refusal:
        str(refusal).encode()
        return False
    for text in (listing.heading, listing.next_page or "", *listing.warnings, *listing.feeds):
        text.encode()
    for article in articles(listing, case.page.url):
        _check(article)
    return True


def _check(article: Article) -> None:
    if not article.title.strip() or not article.id or not article.keys:
        raise Unusable(f"an article without a title or an identity: {article!r:.200}")
    for text in _texts(article):
        if "\0" in text:
            raise Unusable(f"a NUL, which PostgreSQL refuses, in {text!r:.200}")
        text.encode()


def _texts(article: Article) -> Iterator[str]:
    yield from (article.title, article.url or "", article.summary, article.image or "", article.guid or "")
    yield from (*article.authors, *article.labels)
