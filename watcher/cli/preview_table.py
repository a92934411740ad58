"""What `preview` shows to people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import Group
from rich.table import Table
from rich.text import Text

from watcher.cli.output import plain
from watcher.cli.reading import Reading
from watcher.models import Article, Listing


def table(reading: Reading) -> Group:
    """Lay out a reading: what it is, its items as a table, and what else was found."""
    listing = reading.listing
    number = len(reading.articles)
    head = f"{plain(reading.source)}: {number} {'item' if number == 1 else 'items'}, read as {listing.kind}"
    return Group(Text(head, style="bold"), _items(reading), *(Text(line) for line in _notes(listing)))


def _items(reading: Reading) -> Table:
    table = Table("#", title=plain(reading.listing.heading) or None)
    columns = [(name, cell) for name, cell in _COLUMNS if any(cell(article) for article in reading.articles)]
    for name, _ in columns:
        table.add_column(name, overflow="fold")
    for number, article in enumerate(reading.articles, 1):
        table.add_row(str(number), *(cell(article) for _, cell in columns))
    return table


def _title(article: Article) -> Text:
    text = Text(plain(article.title), style="bold")
    for line, style in ((article.summary, "not bold"), (article.url or "", "not bold dim")):
        if line:
            text.append(f"\n{plain(line)}", style=style)
    return text


_COLUMNS: tuple[tuple[str, Callable[[Article], Text]], ...] = (
    ("Published", lambda article: Text(str(article.published or ""))),
    ("Title", _title),
    ("Authors", lambda article: Text(plain(", ".join(article.authors)))),
    ("Labels", lambda article: Text(plain(", ".join(article.labels)))),
)
"""Heading → cell. A column that would be empty is left out."""


def _notes(listing: Listing) -> Iterator[str]:
    if listing.next_page:
        yield f"next page: {plain(listing.next_page)}"
    for feed in listing.feeds:
        yield (
            f"this page links a feed: {plain(feed)}; "
            "use it as the source address if it carries the same items (--explain compares them)"
        )
    for warning in listing.warnings:
        yield f"warning: {plain(warning)}"
