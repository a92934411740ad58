"""`watcher watches list`."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated

import typer
from rich.table import Table

from watcher.cli.output import plain, print_json, say, screen
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.stored import reading
from watcher.cli.watches.blocks import block
from watcher.config.settings import Settings
from watcher.feeds.address import key_of, path_of
from watcher.models import Watch


def list_(
    config: ConfigOption = CONFIG,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
    feeds: Annotated[bool, typer.Option("--feeds", help="Print the address of each one's feed.")] = False,
) -> None:
    """List all watches: of the configuration, of these commands (owner `cli`), and of chats."""
    settings = load_or_example(config, secrets=False)
    watches, key = asyncio.run(_with_key(settings))
    feed = partial(_feed, settings, key)
    if as_json:
        print_json(
            [{"id": watch.id, "owner": watch.owner, **block(watch), **feed(watch)} for watch in watches]
        )
        return
    if feeds:
        for watch in watches:
            say(f"#{watch.id} {watch.query}: {feed(watch).get('feed', 'none')}")
        return
    table = Table("Id", "Owner", "Query", "To", "Sources", "Name")
    for watch in watches:
        shown = (
            watch.owner,
            watch.query,
            ", ".join(watch.destinations),
            ", ".join(watch.sources),
            watch.name,
        )
        table.add_row(str(watch.id), *map(plain, shown))
    screen().print(table)


async def stored(settings: Settings) -> tuple[Watch, ...]:
    """Read the watches, beside the service where it runs."""
    async with reading(settings) as store:
        return await store.watches()


async def _with_key(settings: Settings) -> tuple[tuple[Watch, ...], str | None]:
    async with reading(settings) as store:
        return await store.watches(), await key_of(store)


def _feed(settings: Settings, key: str | None, watch: Watch) -> dict[str, str]:
    """Return where the watch's feed is; nothing where none is served, or the service never ran."""
    served = settings.web.enabled and key
    return {"feed": f"{settings.web.base}{path_of(key, watch.id)}"} if served and key else {}
