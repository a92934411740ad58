"""The clockwork: overlap, pauses, failures, stopping."""

from __future__ import annotations

import asyncio
import time

import pytest

from watcher.service.schedule import Clockwork


async def test_a_job_runs_again_and_again() -> None:
    clockwork, ran = Clockwork(), asyncio.Semaphore(0)

    async def job() -> None:
        ran.release()

    clockwork.every("tick", 0.05, job)
    clockwork.start()
    async with asyncio.timeout(5):
        for _ in range(3):
            await ran.acquire()
    await clockwork.stop(1)


async def test_a_job_never_overlaps_itself() -> None:
    clockwork, now, most, done = Clockwork(), 0, 0, asyncio.Semaphore(0)

    async def job() -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.1)
        now -= 1
        done.release()

    clockwork.every("slow", 0.02, job)
    clockwork.start()
    async with asyncio.timeout(5):
        for _ in range(3):
            await done.acquire()
    await clockwork.stop(1)
    assert most == 1


async def test_runs_missed_during_a_pause_are_merged_into_one_and_not_dropped() -> None:
    clockwork, times = Clockwork(), []

    async def job() -> None:
        times.append(time.monotonic())

    clockwork.every("tick", 1.0, job)
    clockwork.start()
    await asyncio.sleep(0.05)
    time.sleep(2.3)  # noqa: ASYNC251 - the whole loop stands still, as on a suspended machine
    before = len(times)
    await asyncio.sleep(0.1)
    await clockwork.stop(1)
    assert len(times) == before + 1


async def test_a_failing_job_is_logged_and_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    clockwork, ran = Clockwork(), asyncio.Semaphore(0)

    async def job() -> None:
        ran.release()
        raise RuntimeError("no")

    clockwork.every("bad", 0.05, job)
    clockwork.start()
    async with asyncio.timeout(5):
        await ran.acquire()
        await ran.acquire()
    await clockwork.stop(1)
    assert "bad failed" in caplog.text


async def test_stopping_lets_a_run_under_way_finish() -> None:
    clockwork, started, finished = Clockwork(), asyncio.Event(), asyncio.Event()

    async def job() -> None:
        started.set()
        await asyncio.sleep(0.2)
        finished.set()

    clockwork.every("slow", 60, job)
    clockwork.start()
    await started.wait()
    await clockwork.stop(5)
    assert finished.is_set()


async def test_stopping_cancels_a_run_that_outlasts_the_patience() -> None:
    clockwork, started, cancelled = Clockwork(), asyncio.Event(), asyncio.Event()

    async def job() -> None:
        started.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    clockwork.every("stuck", 60, job)
    clockwork.start()
    await started.wait()
    await clockwork.stop(0.05)
    assert cancelled.is_set()
