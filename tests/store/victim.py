"""A process made to be killed: uses a store as the bot does, and says on stdout what it was told has landed.

python -m tests.store.victim STORE FIRST_NUMBER
"""

from __future__ import annotations

import asyncio
import os
import sys

from tests.store.contract import NOON, a_delivery, a_poll, an_article
from watcher.store.port import Store
from watcher.store.registry import open_store

DESTINATIONS = ("a", "b", "c")


def say(what: str) -> None:
    """Write one line past every buffer: what was said before the kill has been said."""
    os.write(sys.stdout.fileno(), f"{what}\n".encode())


async def poll(store: Store, first: int, step: int) -> None:
    number = first
    while True:
        deliveries = [a_delivery(number, to) for to in DESTINATIONS]
        await store.commit_poll(a_poll(an_article(number), source=f"s{first % step}", deliveries=deliveries))
        say(f"seen {number}")
        number += step


async def deliver(store: Store, destination: str) -> None:
    while True:
        claim = await store.claim(destination, NOON)
        if claim is None:
            await asyncio.sleep(0.001)
        elif await store.sent(claim, NOON, ""):
            say(f"sent {claim.delivery.id}")


async def main(path: str, first: int) -> None:
    store = await open_store(path)
    for orphan in await store.orphans(NOON.replace(year=9999)):
        await store.unknown(orphan, NOON, "its sender died", NOON)
    await asyncio.gather(
        *(poll(store, first + number, 4) for number in range(4)),
        *(deliver(store, destination) for destination in DESTINATIONS),
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
