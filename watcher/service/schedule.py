"""The clock that says when: APScheduler, in memory. What must last is in the store, so jobs are rebuilt."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[object]]


class Clockwork:
    """Runs async jobs at intervals: one run of a job at a time, late runs merged into one, none skipped."""

    def __init__(self) -> None:
        # Its word on every skipped overlap is no news: not overlapping is what we asked for.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # The stock grace of one second silently drops runs after a pause: None never does.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._running: set[asyncio.Task[None]] = set()

    def every(self, name: str, seconds: float, job: Job, *, jitter: float = 0.0, first: float = 0.0) -> None:
        """Run `job` each `seconds`, up to `jitter` seconds late, for the first time in `first` seconds.

        What `job` raises is logged; the next run comes all the same.
        """

        async def run() -> None:
            # A task of our own: the scheduler cancels what it started when it shuts down.
            task = asyncio.create_task(_guarded(name, job), name=name)
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            # It also logs as an error that it was cancelled so.
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])

        self._scheduler.add_job(
            run,
            IntervalTrigger(seconds=seconds, jitter=jitter or None, timezone=UTC),
            id=name,
            next_run_time=datetime.now(UTC) + timedelta(seconds=first),
        )

    def start(self) -> None:
        """Start on the running event loop."""
        self._scheduler.start()

    async def stop(self, patience: float) -> None:
        """Start no more runs, give those under way `patience` seconds to finish, then cancel them."""
        if self._scheduler.running:
            self._scheduler.pause()
            # What it has just started takes its first step, or the scheduler would log its end as an error.
            await asyncio.sleep(0)
            self._scheduler.shutdown(wait=False)
        if not self._running:
            return
        _, late = await asyncio.wait(tuple(self._running), timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def _guarded(name: str, job: Job) -> None:
    try:
        await job()
    except Exception:
        log.exception("%s failed", name)
