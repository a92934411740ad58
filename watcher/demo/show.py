"""The demo: the real application, on loopback, for half a minute."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from watcher.demo.arrivals import arrivals, repeats
from watcher.demo.keepsakes import keep
from watcher.demo.script import DIGEST_AT, play
from watcher.demo.stage import Stage, staged
from watcher.demo.tell import Teller
from watcher.errors import WatcherError
from watcher.models import State
from watcher.service.app import App, opened

SETTLE_LOOKS = 40
"""Looks at the outbox, a tenth of a second apart, before the demo ends."""

NEXT = """\
What to do next
  watcher preview https://news.example/section   see what it reads from a page of yours
  watcher init                                   make a configuration
  watcher run                                    start
"""


async def show(folder: Path, console: Console) -> bool:
    """Play the demo and leave its messages in `folder`; return whether everything went as promised.

    Raises `WatcherError` where `folder` has something in it that no demo put there.
    """
    _clear(folder)
    clock = clock_before_eight(DIGEST_AT)
    teller = Teller(console, clock)
    console.print(
        "A news site, a Slack, a Telegram and a mail server on this machine; the watcher is real.\n"
    )
    async with (
        staged(folder, clock().date()) as stage,
        opened(stage.settings, clock=clock, listen=teller.report) as app,
    ):
        stop = asyncio.Event()
        running = asyncio.create_task(app.run(stop))
        telling = asyncio.create_task(teller.arrivals(stage))
        await play(stage, teller)
        await _settle(app)
        stop.set()
        await running
        telling.cancel()
        owed = await _owed(app)
        files = keep(stage, folder)
        _sum_up(console, teller, stage, owed)
    console.print("\nWhat arrived, to look at:")
    for path in files:
        console.print(f"  {path}", soft_wrap=True)
    console.print(f"\n{NEXT}")
    return owed == 0 and repeats(stage) == 0


def clock_before_eight(seconds: float) -> Callable[[], datetime]:
    """Return a clock that runs as ours does, and shows eight in the morning (UTC) after `seconds`."""
    now = datetime.now(UTC)
    eight = datetime.combine(now.date(), time(8), UTC)
    ahead = eight - timedelta(seconds=seconds) - now
    return lambda: datetime.now(UTC) + ahead


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "config.toml").exists() or not (folder / "state").is_dir():
            raise WatcherError(f"{folder} is not empty, and no demo made it: name another folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


async def _settle(app: App) -> None:
    """Wait for the last deliveries, but not for ever."""
    for _ in range(SETTLE_LOOKS):
        if not await _owed(app):
            return
        await asyncio.sleep(0.1)


async def _owed(app: App) -> int:
    counts = (await app.store.counts()).deliveries
    return sum(counts.get(state, 0) for state in (State.PENDING, State.SENDING, State.DEAD))


def _sum_up(console: Console, teller: Teller, stage: Stage, owed: int) -> None:
    arrived = [arrival for arrival in arrivals(stage) if arrival.alert]
    table = Table(title="In the end", title_justify="left", show_header=False, min_width=48)
    table.add_column()
    table.add_column(justify="right")
    for label, number in (
        ("polls", teller.polls),
        ("articles read", teller.read),
        ("  of them new", teller.new),
        ("  of them matched", teller.matched),
        ("delivered to Slack", sum(a.channel == "Slack" for a in arrived)),
        ("delivered to Telegram", sum(a.channel == "Telegram" for a in arrived)),
        ("delivered by email (a digest)", sum(a.channel == "Email" for a in arrived)),
        ("delivered twice", repeats(stage)),
        ("still owed", owed),
    ):
        table.add_row(label, str(number))
    console.print()
    console.print(table)
