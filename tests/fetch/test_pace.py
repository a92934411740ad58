from __future__ import annotations

import asyncio

import pytest

from watcher.fetch.pace import Allowance, Pace


async def test_a_host_gets_no_more_than_so_many_requests_at_once() -> None:
    pace, inside, most = Pace(at_once=2, delay=0), 0, 0

    async def visit() -> None:
        nonlocal inside, most
        async with pace.turn("news.example"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(visit() for _ in range(6)))
    assert most == 2


async def test_one_slow_host_holds_up_no_other() -> None:
    pace = Pace(at_once=1, delay=60)
    async with asyncio.timeout(5), pace.turn("slow.example"), pace.turn("quick.example"):
        pass


async def test_the_pause_is_from_start_to_start() -> None:
    pace, starts = Pace(at_once=5, delay=0.05), []

    async def visit() -> None:
        async with pace.turn("news.example"):
            starts.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(visit() for _ in range(3)))
    assert starts == sorted(starts)
    assert starts[2] - starts[0] >= 0.09


async def test_a_turn_that_failed_leaves_its_seat() -> None:
    pace = Pace(at_once=1, delay=0)
    for _ in range(2):
        with pytest.raises(KeyError):
            async with asyncio.timeout(5), pace.turn("news.example"):
                raise KeyError


async def test_an_allowance_is_spent_in_spells() -> None:
    allowance = Allowance(0.2)

    async def spend_too_much() -> None:
        for _ in range(10):
            async with allowance:
                await asyncio.sleep(0.05)

    with pytest.raises(TimeoutError):
        await spend_too_much()
