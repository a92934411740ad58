"""A process's signs of life, for as long as its store is open."""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from watcher.store.postgres import processes
from watcher.store.postgres.connection import GONE, PAUSE, Database

log = logging.getLogger(__name__)

ANSWER_WITHIN = 5.0
"""Seconds for a sign to be taken; a connection that takes longer is made anew."""


async def give(database: Database, process: int) -> NoReturn:
    """Say every second that this process lives, until cancelled; outlasts the server's restarts."""
    away = False
    while True:
        try:
            connection = await database.alone()
            away = False
            try:
                await _beat(connection, process)
            finally:
                connection.terminate()
        except (*GONE, asyncpg.PostgresError) as error:
            if not away:
                log.warning("no sign of life can be given until PostgreSQL answers: %s", error)
            away = True
        await asyncio.sleep(PAUSE)


async def _beat(connection: asyncpg.Connection[asyncpg.Record], process: int) -> NoReturn:
    # A sign that a crash of the server forgets is no harm, and need not wait for its disk.
    await connection.execute("set synchronous_commit = off", timeout=ANSWER_WITHIN)
    held = False
    while True:
        async with asyncio.timeout(ANSWER_WITHIN):
            # A connection that broke on this side only may have it for a while yet.
            held = held or await processes.hold(connection, process)
            await processes.beat(connection, process)
        await asyncio.sleep(processes.BEAT)
