"""The embedded store: the port's verbs, each one unit of work on the writer's thread."""
# ruff: noqa: ARG002, D102 - the port documents each verb and fixes its arguments, needed here or not

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

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
from watcher.store.tiny import (
    chats,
    digests,
    gates,
    outbox,
    polling,
    pruning,
    reading,
    settling,
    telling,
    trouble,
    watches,
)
from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.fulltext.search import search
from watcher.store.tiny.known import KnownArticles
from watcher.store.tiny.schema import FOLLOWERS, INDEXES, Tables
from watcher.store.tiny.states import SourceStates
from watcher.store.tiny.writer import Writer

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


class TinyStore(Store):
    """One file, one process, one thread; verbs that run at the same time share one sync of the disk.

    Made by `TinyStore.open`; belongs to the event loop that opened it.
    """

    def __init__(self, writer: Writer, tables: Tables) -> None:
        self._writer = writer
        self._tables = tables
        self._states = SourceStates(self._do)
        self._known = KnownArticles(self._do)
        self._sending: set[str] = set()
        """What this process has claimed and not settled. All else in that state was left by a dead one."""
        self._building: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, path: str | Path) -> TinyStore:
        """Open or create the file. Raises `StoreError` with what a person can do about it."""
        writer = Writer(Path(path), partial(RowDatabase, path, indexes=INDEXES, followers=FOLLOWERS))
        store = cls(writer, Tables.of(await writer.start()))
        store._building = asyncio.create_task(store._build_words())
        return store

    async def close(self) -> None:
        try:
            if self._building:
                self._building.cancel()
            await self._states.save()
        finally:
            await self._writer.stop()

    async def _build_words(self) -> None:
        """Index what an older version left, in small steps that let other verbs through in between."""
        try:
            while not await self._do(_build_words):
                pass
        except StoreError as error:
            log.error("the words of older articles could not be indexed: %s", error)  # noqa: TRY400 - one line

    async def _do(self, verb: Callable[Concatenate[Tables, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await self._writer.run(partial(verb, self._tables, *args, **kwargs))

    async def _settled(
        self,
        claim: Claim,
        verb: Callable[Concatenate[Tables, Claim, P], bool],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        stood = await self._do(verb, claim, *args, **kwargs)
        if stood:
            self._sending.discard(claim.delivery.id)
        return stood

    # --- polling

    async def source_state(self, source: str) -> SourceState:
        return await self._states.get(source)

    async def known(self, source: str, keys: Iterable[str]) -> Mapping[str, Known]:
        return await self._known.get(source, keys)

    async def alerted(
        self, source: str, articles: Iterable[str]
    ) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        return await self._do(telling.alerted, source, tuple(articles))

    async def commit_poll(self, commit: PollCommit) -> tuple[Delivery, ...]:
        self._known.changing(commit)
        return await self._states.change(commit.source, partial(polling.commit_poll, commit=commit))

    async def poll_unchanged(self, source: str, at: datetime) -> None:
        await self._states.unchanged(source, at)

    async def poll_failed(
        self, source: str, at: datetime, error: str, retry_at: datetime | None, doubt: Doubt | None = None
    ) -> int:
        def failed(_: Tables, before: SourceState) -> tuple[int, SourceState]:
            after = polling.failed(before, at, error, retry_at, doubt)
            return after.failures, after

        return await self._states.change(source, failed)

    # --- outbox

    async def enqueue(self, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
        return await self._do(outbox.enqueue, deliveries)

    async def due_destinations(self, now: datetime, limit: int = 1000) -> tuple[str, ...]:
        return await self._do(outbox.due_destinations, now, limit)

    async def next_due(self) -> datetime | None:
        return await self._do(outbox.next_due)

    async def claim(self, destination: str, now: datetime, limits: Limits = FREE) -> Claim | None:
        claim = await self._do(outbox.claim, destination, now, limits)
        if claim:
            self._sending.add(claim.delivery.id)
        return claim

    async def close_gate(self, key: str, now: datetime, until: datetime) -> None:
        await self._do(gates.close, key, now, until)

    async def sent(self, claim: Claim, at: datetime, receipt: str) -> bool:
        return await self._settled(claim, settling.sent, at, receipt)

    async def refused(self, claim: Claim, at: datetime, error: str, retry_at: datetime) -> bool:
        return await self._settled(claim, settling.refused, at, error, retry_at)

    async def unknown(self, claim: Claim, at: datetime, error: str, retry_at: datetime) -> bool:
        return await self._settled(claim, settling.unknown, at, error, retry_at)

    async def dead(self, claim: Claim, at: datetime, reason: str) -> bool:
        return await self._settled(claim, settling.dead, at, reason)

    async def returned(self, receipt: str, at: datetime, reason: str) -> Delivery | None:
        return await self._do(settling.returned, receipt, at, reason)

    async def hold(self, claim: Claim, hold: str, reason: str) -> bool:
        return await self._settled(claim, settling.hold, hold, reason)

    async def split(self, claim: Claim, entries: int) -> Claim | None:
        return await self._do(settling.split, claim, entries)

    async def orphans(self, claimed_before: datetime) -> tuple[Claim, ...]:
        claims = await self._do(outbox.orphans, claimed_before, frozenset(self._sending))
        self._sending.update(claim.delivery.id for claim in claims)
        return claims

    async def deliveries(
        self, state: State | None = None, limit: int = 100, destination: str | None = None
    ) -> tuple[Delivery, ...]:
        return await self._do(outbox.deliveries, state, limit, destination)

    async def delivery(self, delivery_id: str) -> Kept | None:
        return await self._do(outbox.delivery, delivery_id)

    async def revive(self, delivery_id: str, now: datetime) -> bool:
        return await self._do(settling.revive, delivery_id)

    async def drop(self, delivery_id: str, at: datetime, reason: str) -> bool:
        return await self._do(settling.drop, delivery_id, at, reason)

    # --- digests

    async def cut_digest(
        self, destination: str, slot: str, now: datetime, holds: Collection[str] = ("",)
    ) -> Delivery | None:
        return await self._do(digests.cut_digest, destination, slot, now, holds)

    async def held_since(self, destination: str, hold: str = "") -> datetime | None:
        return await self._do(digests.held_since, destination, hold)

    async def holding(self) -> Mapping[str, frozenset[str]]:
        return await self._do(digests.holding)

    # --- watches and chats

    async def add_watch(self, watch: Watch) -> tuple[Watch, bool]:
        return await self._do(watches.add_watch, watch)

    async def change_watch(self, watch: Watch) -> bool:
        return await self._do(watches.change_watch, watch)

    async def remove_watch(self, watch_id: int, owner: str) -> Watch | None:
        return await self._do(watches.remove_watch, watch_id, owner)

    async def watches(self, owner: str | None = None) -> tuple[Watch, ...]:
        return await self._do(watches.watches, owner)

    async def watches_after(self, watch_id: int, limit: int) -> tuple[Watch, ...]:
        return await self._do(watches.watches_after, watch_id, limit)

    async def save_chat(self, chat: Chat) -> None:
        await self._do(chats.save_chat, chat)

    async def chats(self) -> tuple[Chat, ...]:
        return await self._do(chats.chats)

    async def move_chat(self, old: str, new: str) -> None:
        await self._do(chats.move_chat, old, new)

    async def watch_news(self, since: int | None) -> WatchNews:
        return WatchNews(revision=0)

    # --- reading back

    async def failing(self, limit: int = 100) -> tuple[Failing, ...]:
        return await self._do(trouble.failing, limit)

    async def dead_letters(self) -> tuple[Dead, ...]:
        return await self._do(trouble.dead_letters)

    async def recent(self, since: datetime, limit: int = 1000) -> tuple[Stored, ...]:
        return await self._do(reading.recent, since, limit)

    async def search(self, question: Question, limit: int = 100) -> Found:
        return await self._do(search, question, limit)

    async def articles(self, keys: Iterable[str]) -> tuple[Stored, ...]:
        return await self._do(reading.articles, frozenset(keys))

    async def sources(self) -> tuple[SourceState, ...]:
        await self._states.save()
        return await self._do(reading.sources)

    async def counts(self) -> Counts:
        return await self._do(reading.counts)

    async def queues(self) -> tuple[Queue, ...]:
        return await self._do(reading.queues)

    # --- among processes

    async def wakeups(self, wake: Callable[[], None]) -> None:
        await asyncio.Event().wait()

    async def lease(self, name: str, now: datetime, seconds: float) -> bool:
        return True

    # --- small things

    async def get(self, key: str) -> str | None:
        return await self._do(reading.get, key)

    async def put(self, key: str, value: str) -> None:
        await self._do(reading.put, key, value)

    async def put_new(self, key: str, value: str) -> bool:
        return await self._do(reading.put_new, key, value)

    async def values(self, prefix: str) -> Mapping[str, str]:
        return await self._do(reading.values, prefix)

    async def remove(self, key: str) -> None:
        await self._do(reading.remove, key)

    async def prune(self, seen_before: datetime) -> int:
        gone = 0
        try:
            for sweep in (pruning.prune_articles, pruning.prune_deliveries, pruning.prune_gates):
                place: pruning.Place | None = pruning.START
                while place is not None:
                    # small steps let other verbs through in between
                    step = await self._do(sweep, seen_before, place)
                    gone, place = gone + step.gone, step.next
        finally:
            self._known.clear()
        return gone


def _build_words(tables: Tables) -> bool:
    return tables.words.build()
