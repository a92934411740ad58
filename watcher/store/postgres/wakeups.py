# ruff: noqa: ARG003 - pydantic fixes what its hook is given
"""Wake-ups among processes, by PgQueuer: a job with each write that makes work.

The rows of the outbox are the truth and a job says only that it is worth a look, in the same transaction. So
a job that is lost costs a tick of the clock, and the engine's tables need not outlive a crash of the server.
Its home: https://github.com/janbjorge/pgqueuer
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import timedelta
from importlib.metadata import version
from typing import cast

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.models import Job
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from watcher.store.postgres import reading
from watcher.store.postgres.connection import GONE, PAUSE, Connection, Database

log = logging.getLogger(__name__)

_WORK = "outbox"
"""The kind of our jobs."""
_A_PROCESS = 16
"""Destinations with work for which one process is woken."""
_MOST = 8
"""Jobs of one write at most."""
_LOOK = timedelta(seconds=5)
"""How often the engine looks for jobs whose notice did not arrive."""
INSTALLED = "wakeups"
"""The small value that says which schema there is."""


class _Names(DBSettings):
    """The engine's usual names, whatever the environment says: all processes must mean the same tables."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


_NAMES = _Names(durability=Durability.volatile)
_SCHEMA = QueryBuilderEnvironment(settings=_NAMES)
_STATEMENTS = QueryQueueBuilder(settings=_NAMES)


async def install(connection: Connection) -> None:
    """Bring the engine's schema to the installed release; what is queued there is worth nothing."""
    release = f"pgqueuer {version('pgqueuer')}"
    if await reading.get(connection, INSTALLED) == release:
        return
    queries = _queries(connection)
    if await queries.schema_is_installed():
        await queries.uninstall()
    await queries.install()
    await reading.put(connection, INSTALLED, release)


async def ask(connection: Connection, destinations: Collection[str]) -> None:
    """Wake as many processes as the work for these destinations is worth, once it is committed."""
    if not destinations:
        return
    jobs = min(_MOST, -(-len(destinations) // _A_PROCESS))
    await _queries(connection).enqueue([_WORK] * jobs, [None] * jobs, [0] * jobs)


async def forget(connection: Connection) -> None:
    """Forget which jobs there were."""
    await _queries(connection).clear_queue_log(_WORK)


async def listen(database: Database, wake: Callable[[], None]) -> None:
    """Call `wake` for each job that this process takes, until cancelled; outlasts the server's restarts."""
    # What it says when a connection breaks is no news: this tells it in one line.
    logging.getLogger("pgqueuer").setLevel(logging.CRITICAL)
    away = False
    while True:
        try:
            connection = await database.alone()
            away = False
            await _serve(connection, wake)
        except (*GONE, asyncpg.PostgresError) as error:
            if not away:
                log.warning("no wake-ups from other processes until PostgreSQL answers: %s", error)
            away = True
        await asyncio.sleep(PAUSE)


async def _serve(connection: asyncpg.Connection[asyncpg.Record], wake: Callable[[], None]) -> None:
    manager = QueueManager(_queries(connection), channel=_NAMES.channel)

    @manager.entrypoint(_WORK)
    async def look(job: Job) -> None:  # noqa: ARG001 - what there is to do stands in the outbox
        wake()

    connection.add_termination_listener(lambda _: manager.shutdown.set())
    try:
        # Something may have come while nobody listened.
        wake()
        await manager.run(
            dequeue_timeout=_LOOK,
            # One at a time, so that several jobs of one write wake several processes.
            batch_size=1,
            shutdown_on_listener_failure=True,
            log_aggregation_interval=timedelta(0),
        )
    finally:
        connection.terminate()


def _queries(connection: Connection) -> Queries:
    driver = AsyncpgDriver(cast("asyncpg.Connection[asyncpg.Record]", connection))
    return Queries(driver, qbe=_SCHEMA, qbq=_STATEMENTS)
