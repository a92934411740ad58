"""What `preview --json` prints. Its keys are a promise: they may be added to, never renamed."""

from __future__ import annotations

from watcher.cli.reading import Reading
from watcher.models import Article


def document(reading: Reading) -> dict[str, object]:
    """Return a reading as JSON values; dates in ISO 8601."""
    listing = reading.listing
    return {
        "source": reading.source,
        "kind": listing.kind.value,
        "heading": listing.heading,
        "items": [_item(article) for article in reading.articles],
        "next_page": listing.next_page,
        "last_page": listing.last_page,
        "feeds": list(listing.feeds),
        "warnings": list(listing.warnings),
    }


def _item(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "summary": article.summary,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "labels": list(article.labels),
    }
