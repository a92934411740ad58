"""The store on PostgreSQL: the port's verbs, each one transaction; any number of processes may share it."""
# ruff: noqa: ARG002, D102 - the port documents each verb and fixes its arguments, needed here or not

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count

from notifiers.port import FREE, Limits
from watcher.errors import StoreError
from watcher.models import Chat, Delivery, Doubt, Known, SourceState, State, Watch
from watcher.store.port import (
    Claim,
    Counts,
    Dead,
    Failing,
    Found,
    Kept,
    PollCommit,
    Question,
    Queue,
    Store,
    Stored,
    WatchNews,
)
from watcher.store.postgres import (
    chats,
    digests,
    gates,
    lanes,
    news,
    outbox,
    polling,
    processes,
    pruning,
    pulse,
    reading,
    settling,
    telling,
    trouble,
    wakeups,
    watches,
)
from watcher.store.postgres.connection import Database
from watcher.store.postgres.fulltext import search, words
from watcher.store.postgres.gates import Over, Wish
from watcher.store.postgres.migrate import migrate
from watcher.store.postgres.settling import Outcome
from watcher.store.postgres.together import Together

log = logging.getLogger(__name__)


class PostgresStore(Store):
    """Made by `PostgresStore.open`; belongs to the event loop that opened it."""

    def __init__(self, database: Database, process: int) -> None:
        self._database = database
        self._run = database.run
        self._close = database.close
        self._process = process
        self._tickets = count(1)
        self._heart = asyncio.create_task(pulse.give(database, process))
        self._indexing = asyncio.create_task(self._index())
        self._claim = Together(self._claim_all)
        self._settle = Together(self._settle_all)

    @classmethod
    async def open(cls, address: str) -> PostgresStore:
        """Connect, and bring the schema up to date. Raises `StoreError` with what to do about it."""
        database = await Database.open(address)
        try:
            await database.run(migrate)
            process = await database.run(processes.join)
        except BaseException:
            await database.close()
            raise
        return cls(database, process)

    async def close(self) -> None:
        self._indexing.cancel()
        if self._heart.cancel():
            await self._claim.settled()
            await self._settle.settled()
            await self._run(processes.leave, self._process)
        await self._close()

    # --- polling

    async def source_state(self, source: str) -> SourceState:
        return await self._run(polling.source_state, source)

    async def known(self, source: str, keys: Iterable[str]) -> Mapping[str, Known]:
        return await self._run(polling.known, source, tuple(keys))

    async def alerted(
        self, source: str, articles: Iterable[str]
    ) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        return await self._run(telling.alerted, source, tuple(articles))

    async def commit_poll(self, commit: PollCommit) -> tuple[Delivery, ...]:
        return await self._run(polling.commit_poll, commit)

    async def poll_unchanged(self, source: str, at: datetime) -> None:
        await self._run(polling.poll_unchanged, source, at)

    async def poll_failed(
        self, source: str, at: datetime, error: str, retry_at: datetime | None, doubt: Doubt | None = None
    ) -> int:
        return await self._run(polling.poll_failed, source, at, error, retry_at, doubt)

    # --- outbox

    async def enqueue(self, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
        return await self._run(outbox.enqueue, tuple(deliveries))

    async def due_destinations(self, now: datetime, limit: int = 1000) -> tuple[str, ...]:
        return await self._run(lanes.due, now, limit)

    async def next_due(self) -> datetime | None:
        return await self._run(lanes.earliest)

    async def claim(self, destination: str, now: datetime, limits: Limits = FREE) -> Claim | None:
        return await self._claim(Wish(destination, now, limits))

    async def close_gate(self, key: str, now: datetime, until: datetime) -> None:
        await self._run(gates.close, key, now, until)

    async def sent(self, claim: Claim, at: datetime, receipt: str) -> bool:
        return await self._settled(claim, State.SENT, at, settled_at=at, receipt=receipt)

    async def refused(self, claim: Claim, at: datetime, error: str, retry_at: datetime) -> bool:
        return await self._settled(claim, State.PENDING, at, error=error, retry_at=retry_at)

    async def unknown(self, claim: Claim, at: datetime, error: str, retry_at: datetime) -> bool:
        return await self._settled(claim, State.PENDING, at, error=error, retry_at=retry_at, maybe_dup=True)

    async def dead(self, claim: Claim, at: datetime, reason: str) -> bool:
        return await self._settled(claim, State.DEAD, at, settled_at=at, error=reason)

    async def returned(self, receipt: str, at: datetime, reason: str) -> Delivery | None:
        return await self._run(settling.returned, receipt, at, reason)

    async def hold(self, claim: Claim, hold: str, reason: str) -> bool:
        return await self._run(settling.hold, claim, hold, reason)

    async def split(self, claim: Claim, entries: int) -> Claim | None:
        return await self._run(settling.split, claim, entries)

    async def orphans(self, claimed_before: datetime) -> tuple[Claim, ...]:
        return await self._run(outbox.orphans, claimed_before, self._process, next(self._tickets))

    async def deliveries(
        self, state: State | None = None, limit: int = 100, destination: str | None = None
    ) -> tuple[Delivery, ...]:
        return await self._run(outbox.deliveries, state, limit, destination)

    async def delivery(self, delivery_id: str) -> Kept | None:
        return await self._run(outbox.delivery, delivery_id)

    async def revive(self, delivery_id: str, now: datetime) -> bool:
        return await self._run(settling.revive, delivery_id)

    async def drop(self, delivery_id: str, at: datetime, reason: str) -> bool:
        return await self._run(settling.drop, delivery_id, at, reason)

    # --- digests

    async def cut_digest(
        self, destination: str, slot: str, now: datetime, holds: Collection[str] = ("",)
    ) -> Delivery | None:
        return await self._run(digests.cut_digest, destination, slot, now, tuple(holds))

    async def held_since(self, destination: str, hold: str = "") -> datetime | None:
        return await self._run(digests.held_since, destination, hold)

    async def holding(self) -> Mapping[str, frozenset[str]]:
        return await self._run(digests.holding)

    # --- watches and chats

    async def add_watch(self, watch: Watch) -> tuple[Watch, bool]:
        return await self._run(watches.add_watch, watch)

    async def change_watch(self, watch: Watch) -> bool:
        return await self._run(watches.change_watch, watch)

    async def remove_watch(self, watch_id: int, owner: str) -> Watch | None:
        return await self._run(watches.remove_watch, watch_id, owner)

    async def watches(self, owner: str | None = None) -> tuple[Watch, ...]:
        return await self._run(watches.watches, owner)

    async def watches_after(self, watch_id: int, limit: int) -> tuple[Watch, ...]:
        return await self._run(watches.watches_after, watch_id, limit)

    async def save_chat(self, chat: Chat) -> None:
        await self._run(chats.save_chat, chat)

    async def chats(self) -> tuple[Chat, ...]:
        return await self._run(chats.chats)

    async def move_chat(self, old: str, new: str) -> None:
        await self._run(chats.move_chat, old, new)

    async def watch_news(self, since: int | None) -> WatchNews:
        return await self._run(news.watch_news, since)

    # --- reading back

    async def failing(self, limit: int = 100) -> tuple[Failing, ...]:
        return await self._run(trouble.failing, limit)

    async def dead_letters(self) -> tuple[Dead, ...]:
        return await self._run(trouble.dead_letters)

    async def recent(self, since: datetime, limit: int = 1000) -> tuple[Stored, ...]:
        return await self._run(reading.recent, since, limit)

    async def search(self, question: Question, limit: int = 100) -> Found:
        return await self._run(search.search, question, limit)

    async def articles(self, keys: Iterable[str]) -> tuple[Stored, ...]:
        return await self._run(reading.articles, frozenset(keys))

    async def sources(self) -> tuple[SourceState, ...]:
        return await self._run(reading.sources)

    async def counts(self) -> Counts:
        return await self._run(reading.counts)

    async def queues(self) -> tuple[Queue, ...]:
        return await self._run(reading.queues)

    # --- among processes

    async def lease(self, name: str, now: datetime, seconds: float) -> bool:
        return await self._run(processes.lease, name, self._process, now, seconds)

    async def wakeups(self, wake: Callable[[], None]) -> None:
        await wakeups.listen(self._database, wake)

    # --- small things

    async def get(self, key: str) -> str | None:
        return await self._run(reading.get, key)

    async def put(self, key: str, value: str) -> None:
        await self._run(reading.put, key, value)

    async def put_new(self, key: str, value: str) -> bool:
        return await self._run(reading.put_new, key, value)

    async def values(self, prefix: str) -> Mapping[str, str]:
        return await self._run(reading.values, prefix)

    async def remove(self, key: str) -> None:
        await self._run(reading.remove, key)

    async def prune(self, seen_before: datetime) -> int:
        gone = 0
        for sweep in (pruning.prune_articles, pruning.prune_deliveries):
            while step := await self._run(sweep, seen_before):
                gone += step
        await self._run(gates.prune, seen_before)
        await self._run(news.forget)
        await self._run(wakeups.forget)
        return gone

    async def _index(self) -> None:
        """Index what an earlier release wrote, in steps that leave room for others."""
        try:
            more = True
            while more:
                more = await self._run(words.build)
        except StoreError as error:
            log.warning("searches read what is not indexed yet, until the next start: %s", error)

    # --- batches

    async def _claim_all(self, wishes: Sequence[Wish]) -> Sequence[Claim | None]:
        asked = tuple({wish.destination: wish for wish in wishes}.values())
        claims = dict(await self._run(outbox.claim, asked, self._process, next(self._tickets)))
        # One claim a destination: of those that asked in the same moment the first has it.
        return [claims.pop(wish.destination, None) for wish in wishes]

    async def _settle_all(self, outcomes: Sequence[Outcome]) -> Sequence[bool]:
        settled = set(await self._run(settling.settle, outcomes))
        stood = []
        for outcome in outcomes:
            stood.append((outcome.id, outcome.fence) in settled)
            settled.discard((outcome.id, outcome.fence))
        return stood

    async def _settled(
        self,
        claim: Claim,
        state: State,
        at: datetime,
        *,
        settled_at: datetime | None = None,
        retry_at: datetime | None = None,
        error: str = "",
        receipt: str = "",
        maybe_dup: bool = False,
    ) -> bool:
        outcome = Outcome(
            id=claim.delivery.id,
            fence=claim.delivery.fence,
            state=state,
            at=settled_at,
            retry_at=retry_at,
            error=error,
            receipt=receipt,
            maybe_dup=maybe_dup,
            over=Over(claim.limits, claim.delivery.claimed_at or at, at, state is not State.PENDING),
        )
        return await self._settle(outcome)
