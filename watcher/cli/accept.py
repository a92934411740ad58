"""`watcher accept`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from watcher import extract
from watcher.cli.output import plain, say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.config.suggest import did_you_mean, listed
from watcher.errors import ReadError, WatcherError
from watcher.models import Listing, Page, Source
from watcher.polling.doubted import DoubtedPages
from watcher.service import wiring

_SHOWN = 5
"""Items of the page that are printed."""


def accept(
    source: Annotated[str, typer.Argument(help="Its id in the configuration.")], config: ConfigOption = CONFIG
) -> None:
    """Accept what a source shows that is not believed: the next poll takes it as how the source looks.

    Articles that stood there when the doubt began are then noted without alerts, unless their dates are
    later than the last poll that was believed.
    """
    settings = load_or_example(config, secrets=False)
    wanted = _source(source, {one.id: one for one in wiring.sources(settings)})
    pages = DoubtedPages.beside(settings.store.path)
    kept = pages.pages(wanted.id)
    if not kept:
        raise WatcherError(f"{wanted.id}: no page of it is in doubt")
    listing = _read(wanted, kept[-1])
    try:
        pages.accept(wanted.id, datetime.now(UTC))
    except OSError as error:
        raise WatcherError(f"{kept[-1].parent}: {error.strerror}") from None
    _tell(wanted, listing, kept[-1])


def _source(name: str, sources: dict[str, Source]) -> Source:
    if name not in sources:
        hint = did_you_mean(name, sources) or f"; known: {listed(sources)}"
        raise typer.BadParameter(f'there is no source "{name}"{hint}')
    return sources[name]


def _read(source: Source, kept: Path) -> Listing:
    """Read the page as a poll does. Raises `WatcherError` where there is nothing to accept."""
    try:
        return extract.read(Page(url=source.url, body=kept.read_bytes()), source.kind, source.select)
    except ReadError as error:
        raise WatcherError(
            f"{source.id}: nothing to accept: {error}. See {kept}; another address of the site may serve"
        ) from None
    except OSError as error:
        raise WatcherError(f"{kept}: {error.strerror}") from None


def _tell(source: Source, listing: Listing, kept: Path) -> None:
    count = len(listing.items)
    say(f"{source.id}: {count} items on {kept}{':' if count else ''}")
    for item in listing.items[:_SHOWN]:
        say(f"  {plain(item.title)}")
    if count > _SHOWN:
        say(f"  and {count - _SHOWN} more")
    say("Accepted: if the source is still in doubt, its next poll takes what it then shows as usual.")
