"""Which deliveries a command is about."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import Annotated, TypeAlias

import typer

from watcher.cli.stored import reading
from watcher.config.settings import Settings
from watcher.models import Delivery, State
from watcher.store.port import Kept

IdsArgument: TypeAlias = Annotated[
    list[str] | None, typer.Argument(metavar="ID…", help="As `watcher outbox list` shows them.")
]
AllDeadOption: TypeAlias = Annotated[
    bool, typer.Option("--all-dead", help="Every delivery that was given up.")
]
DestinationOption: TypeAlias = Annotated[
    str | None, typer.Option("--destination", help="Every delivery to it that was given up.")
]
_ALL = 1_000_000


def chosen(
    settings: Settings,
    ids: Sequence[str] | None,
    states: Collection[State],
    *,
    all_dead: bool,
    destination: str | None,
) -> tuple[Delivery, ...]:
    """Return the deliveries named, each in one of `states`, or all dead ones. Raises `BadParameter`."""
    if bool(ids) + all_dead + (destination is not None) != 1:
        raise typer.BadParameter(
            "give ids, as `watcher outbox list` shows them, or --destination NAME, or --all-dead"
        )
    if not ids:
        return asyncio.run(_dead(settings, destination))
    found = tuple(kept.delivery for kept in asyncio.run(read(settings, ids)))
    for one in found:
        if one.state not in states:
            raise typer.BadParameter(f"{one.id} is {one.state}: this is for {' and '.join(states)} ones")
    return found


async def read(settings: Settings, ids: Sequence[str]) -> tuple[Kept, ...]:
    """Return the deliveries of these ids, each once. Raises `BadParameter` where there is none of one."""
    async with reading(settings) as store:
        found = [(each, await store.delivery(each)) for each in dict.fromkeys(ids)]
    missing = [each for each, kept in found if kept is None]
    if missing:
        raise typer.BadParameter(f"there is no delivery {', '.join(missing)}; see `watcher outbox list`")
    return tuple(kept for _, kept in found if kept is not None)


async def _dead(settings: Settings, destination: str | None) -> tuple[Delivery, ...]:
    async with reading(settings) as store:
        return await store.deliveries(State.DEAD, _ALL, destination)
