"""`watcher watches add`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from watcher.cli.change import change
from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.watches.asking import known, read_query
from watcher.cli.watches.list import stored
from watcher.config.settings import Settings
from watcher.models import Watch
from watcher.rules import parse
from watcher.service import wiring
from watcher.service.requests import Request
from watcher.watchbook import CLI


def add(
    query: Annotated[str, typer.Argument(help="The query, in quotes.")],
    to: Annotated[list[str], typer.Option("--to", help="A destination's name; may be repeated.")],
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Only this source's articles; may be repeated.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="What people see instead of the query.")] = "",
    limit: Annotated[
        int | None, typer.Option("--limit-per-day", min=1, help="Alerts that leave at once on a day.")
    ] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """Add a watch; a running service takes it at once."""
    settings = load_or_example(config, secrets=False)
    asked = read_query(settings, query)
    watch = Watch(
        id=0,
        owner=CLI,
        query=query,
        destinations=known("destination", to, [block.name for block in settings.destinations]),
        sources=known("source", source, wiring.names(settings)),
        name=name,
        limit_per_day=limit,
    )
    if not change(settings, Request(add=(watch,))):
        say("The service is busy: it takes the watch as soon as it can.")
        return
    added = _find(settings, watch)
    number = f"#{added.id} " if added else ""
    if added and _told(added) != _told(watch):
        say(f"There is one that asks the same, unchanged: {number}to {', '.join(added.destinations)}")
        return
    say(f"Watching {number}{asked.normal}")
    for note in asked.notes:
        say(str(note))


def _find(settings: Settings, wanted: Watch) -> Watch | None:
    """Return the stored watch of these commands that asks the same."""
    question = _asked(settings, wanted)
    mine = (watch for watch in asyncio.run(stored(settings)) if watch.owner == CLI)
    return next((watch for watch in mine if _asked(settings, watch) == question), None)


def _asked(settings: Settings, watch: Watch) -> tuple[str, frozenset[str]]:
    query = parse(watch.query, language=watch.language, synonyms=settings.synonyms.groups)
    return query.normal, frozenset(watch.sources)


def _told(watch: Watch) -> tuple[object, ...]:
    return watch.destinations, watch.name, watch.limit_per_day
