"""`watcher outbox show`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Annotated

import typer

from watcher.cli.outbox.chosen import read
from watcher.cli.outbox.why import why
from watcher.cli.output import plain, say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.models import Entry
from watcher.store.port import Kept
from watcher.wording.stored import restored


def show(
    delivery_id: Annotated[str, typer.Argument(metavar="ID", help="As `watcher outbox list` shows it.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Show one delivery: where it stands and why, and the articles it tells of."""
    (kept,) = asyncio.run(read(load_or_example(config), [delivery_id]))
    say(plain(kept.delivery.id))
    for name, words in _fields(kept):
        if words:
            say(f"  {name:<11} {plain(words)}")
    for entry in kept.delivery.entries:
        say(f"  article     {plain(_article(kept, entry))}")


def _fields(kept: Kept) -> Iterator[tuple[str, str]]:
    one = kept.delivery
    yield "state", one.state
    yield "why", why(one)
    yield "to", one.destination
    yield "tells", f"{one.event}, part {one.part}" if one.part > 1 else one.event
    yield "queued", one.created_at.isoformat(sep=" ", timespec="seconds")
    yield "not before", one.not_before.isoformat(sep=" ", timespec="seconds") if one.not_before else ""
    yield "settled", one.settled_at.isoformat(sep=" ", timespec="seconds") if one.settled_at else ""
    yield "attempts", str(one.attempts)
    yield "maybe", "an attempt ended without an answer: it may have arrived" if one.maybe_dup else ""
    yield "receipt", one.receipt
    yield "same story", one.same_as
    yield "remark", str(restored(one.remark))
    yield "text", str(restored(one.text))


def _article(kept: Kept, entry: Entry) -> str:
    stored = {(one.source, one.article.id): one.article for one in kept.articles}
    article = stored.get((entry.source, entry.article))
    watches = " ".join(f"#{number}" for number in entry.watches)
    words = f"{article.title} <{article.url}>" if article else f"{entry.article}, which is not remembered"
    return f"{entry.source}: {words}{f' for {watches}' if watches else ''}"
