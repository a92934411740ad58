"""The store's port: verbs of a unit of work, not tables. Every verb is one atomic, durable write (or a read).

A verb that returned has reached the disk; one that was cut off by a crash has left no trace.
Times are aware datetimes in UTC and always come from the caller: a store owns no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from notifiers.port import FREE, Limits
from watcher.models import (
    Article,
    Chat,
    Delivery,
    Doubt,
    Entry,
    Known,
    Profile,
    Quiet,
    SourceState,
    State,
    Validators,
    Watch,
)
from watcher.rules.query import Query
from watcher.rules.stem import DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class PollCommit:
    """All that one believed poll changes; it lands whole or not at all."""

    source: str
    address: str = ""
    """The canonical address of the listing; empty leaves it as it was."""
    at: datetime
    validators: Validators
    page: Sequence[Article]
    """The whole listing, in order."""
    new: Sequence[Article] = ()
    """Those to remember as seen from now on: of `page`, and of older pages read beside it."""
    edited: Sequence[Article] = ()
    """Those of `page` already known whose stored fields change; `id` is the one they are known by."""
    deliveries: Sequence[Delivery] = ()
    """Of news of an edit, only what goes to whom was told of the article: by an alert or a digest that was
    sent, is being sent, or may have arrived. What still waits will be told with its new headline."""
    quiet: Quiet = field(default_factory=Quiet)
    """What keeps some of `deliveries` from leaving at once, each by itself: `watcher.noise` says how."""
    profile: Profile | None = None
    """What the source yields, this poll included; None leaves it as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article as remembered, with where and when it was first seen."""

    source: str
    article: Article
    first_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to send one delivery. Settling needs `delivery.fence` to be still the row's own."""

    delivery: Delivery
    articles: tuple[Stored, ...]
    """The articles of `delivery.entries`, in that order, but for those that are not remembered any more."""
    limits: Limits = FREE
    """Under which it was taken: settling it counts its place from then on."""

    def rows(self) -> Iterator[tuple[Entry, Stored]]:
        """Yield each entry whose article is remembered, with it."""
        remembered = {(stored.source, stored.article.id): stored for stored in self.articles}
        for entry in self.delivery.entries:
            if stored := remembered.get((entry.source, entry.article)):
                yield entry, stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A row of the outbox to look at."""

    delivery: Delivery
    articles: tuple[Stored, ...]
    """The articles of `delivery.entries`, in that order, but for those that are not remembered any more."""


LASTING = 5
"""Failed attempts in a row after which a destination needs a look: with fewer, it is the weather."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A destination that nothing is taken for."""

    destination: str
    since: datetime
    """When the first attempt failed."""
    failures: int
    """Attempts since then."""
    error: str
    """Why the last one did."""
    waiting: int
    """Deliveries that are pending or being sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """Deliveries to a destination that were given up for the same reason; no notices."""

    destination: str
    reason: str
    number: int
    first: datetime
    """When the first was given up; so with `last`."""
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much is where."""

    articles: int = 0
    watches: int = 0
    deliveries: Mapping[State, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What is not settled, or was given up, for one destination."""

    destination: str
    held: int = 0
    pending: int = 0
    sending: int = 0
    dead: int = 0
    waiting_since: datetime | None = None
    """When the pending one was queued that is to leave first; None where none is."""
    next_try: datetime | None = None
    """When that may leave; None: at once."""
    error: str = ""
    """Why it has not left: what its last attempt ended with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the remembered articles that were news in a span of time.

    An article was news when it was published, or where its page names no time, or a later one, when it was
    first seen. A bare day counts from its start, and without an offset times are in UTC.
    """

    query: Query
    since: datetime
    until: datetime
    sources: frozenset[str] = frozenset()
    """Ids; empty means all."""
    source_words: Callable[[str], str] = str
    """Source id → the words that a `source:` term looks at."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Source id → the language of its articles."""
    usual_language: str = DEFAULT_LANGUAGE
    """The language of articles of any other source."""

    def language_of(self, source: str) -> str:
        """Return the language of the articles of a source."""
        return self.languages.get(source, self.usual_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What meets a question."""

    matches: int
    read: int
    """Articles that were news in the span, of the sources asked for, whether or not they meet it."""
    weeks: tuple[int, ...]
    """How many of them by weeks before the end of the span, the last week first, up to the earliest match."""
    latest: tuple[Stored, ...]
    """The latest news first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchNews:
    """What became of watches and chats after a revision, other processes' changes and one's own.

    Telling some of it again changes nothing more: what has gone never comes back under its id but for chats,
    whose going is told before what there is.
    """

    revision: int
    """Where the news ends: ask for what comes after it."""
    complete: bool = True
    """False where it is not known any more what changed: everything has to be read anew."""
    changed: tuple[Watch, ...] = ()
    """New and changed ones, as they are."""
    removed: tuple[int, ...] = ()
    chats: tuple[Chat, ...] = ()
    """New and changed ones, as they are."""
    removed_chats: tuple[str, ...] = ()


class Reader(Protocol):
    """What can be read of a store that another process owns. All methods may raise `StoreError`."""

    async def watches(self, owner: str | None = None) -> tuple[Watch, ...]:
        """Return the watches of an owner, or all, by id."""
        ...

    async def recent(self, since: datetime, limit: int = 1000) -> tuple[Stored, ...]:
        """Return articles first seen since then, newest first."""
        ...

    async def deliveries(
        self, state: State | None = None, limit: int = 100, destination: str | None = None
    ) -> tuple[Delivery, ...]:
        """Return rows of the outbox, newest first: of one state, of one destination, or all."""
        ...

    async def delivery(self, delivery_id: str) -> Kept | None:
        """Return one row of the outbox with its articles, None where there is none of this id."""
        ...

    async def failing(self, limit: int = 100) -> tuple[Failing, ...]:
        """Return the destinations whose last attempt was not taken, the longest failing first."""
        ...

    async def dead_letters(self) -> tuple[Dead, ...]:
        """Return what was given up, by destination and reason."""
        ...

    async def search(self, question: Question, limit: int = 100) -> Found:
        """Count the remembered articles that meet a question; return also the latest, at most `limit`.

        The answer is that of `watcher.rules.matches` on each article, whatever index the backend keeps.
        """
        ...

    async def get(self, key: str) -> str | None:
        """Return a small named value (a bot's update offset, say)."""
        ...

    async def close(self) -> None:
        """Release the store; what a store still has to write, it writes."""
        ...


class Store(Reader, Protocol):
    """One backend. All methods may raise `StoreError`."""

    # --- polling

    async def source_state(self, source: str) -> SourceState:
        """Return what is remembered of a source; a fresh state for an unknown one."""
        ...

    async def known(self, source: str, keys: Iterable[str]) -> Mapping[str, Known]:
        """Return what is known under each of these article keys in this source, by key."""
        ...

    async def alerted(
        self, source: str, articles: Iterable[str]
    ) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        """Return who was told of these articles of a source, or will be: id → destination → its watches then.

        By an alert or a digest in any state. An article of which nobody is told is left out.
        """
        ...

    async def commit_poll(self, commit: PollCommit) -> tuple[Delivery, ...]:
        """Remember a believed poll and queue its deliveries; return those that were not queued before.

        Of them, what `noise.quieten` makes in the same write; without those that became part of another.
        The first commit of a source sets its baseline and each ends its doubt. Articles that left the
        page keep `last_seen`.
        """
        ...

    async def poll_unchanged(self, source: str, at: datetime) -> None:
        """Note a successful poll that found nothing changed: it ends a doubt. May reach the disk later."""
        ...

    async def poll_failed(
        self, source: str, at: datetime, error: str, retry_at: datetime | None, doubt: Doubt | None = None
    ) -> int:
        """Note a failed poll; return the number of consecutive failures, this one included.

        `doubt` says that it is not believed, and why; None leaves a doubt that there is.
        """
        ...

    # --- outbox

    async def enqueue(self, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
        """Queue deliveries that no poll made; return those whose ids were not there before."""
        ...

    async def due_destinations(self, now: datetime, limit: int = 1000) -> tuple[str, ...]:
        """Return destinations with a delivery to send now, the longest waiting first."""
        ...

    async def next_due(self) -> datetime | None:
        """Return when the earliest pending delivery may be sent, None if none is pending."""
        ...

    async def claim(self, destination: str, now: datetime, limits: Limits = FREE) -> Claim | None:
        """Take the oldest due delivery of a destination: `sending`, fence + 1, attempts + 1.

        Where `limits` have no place now it is not taken: the destination is due again when they may have
        one, in turn with all others of the same account. They are kept, and count for all processes.
        A place that is free in a moment is given already: nothing may be sent before `claimed_at`.
        """
        ...

    async def close_gate(self, key: str, now: datetime, until: datetime) -> None:
        """Let nothing pass that names this key among its limits before then, whichever process asks.

        After that one claim tries, and the others pass once it is settled as sent.
        """
        ...

    async def sent(self, claim: Claim, at: datetime, receipt: str) -> bool:
        """Settle as delivered. False, and no change, when the fence has gone."""
        ...

    async def refused(self, claim: Claim, at: datetime, error: str, retry_at: datetime) -> bool:
        """Put it back; nothing more leaves for this destination before `retry_at`."""
        ...

    async def unknown(self, claim: Claim, at: datetime, error: str, retry_at: datetime) -> bool:
        """Put it back, marked `maybe_dup`."""
        ...

    async def dead(self, claim: Claim, at: datetime, reason: str) -> bool:
        """Give it up: it stays as a dead letter with its reason."""
        ...

    async def returned(self, receipt: str, at: datetime, reason: str) -> Delivery | None:
        """Give up what was sent under this receipt: it came back. It stays as a dead letter with its reason.

        Return it as it is then, the same for one that is a dead letter already; None where there is none.
        """
        ...

    async def hold(self, claim: Claim, hold: str, reason: str) -> bool:
        """Hold it back: it waits for a digest as if it had been queued so. False where the fence has gone."""
        ...

    async def split(self, claim: Claim, entries: int) -> Claim | None:
        """Keep only the first few entries in a claimed delivery; return its claim as it is then.

        The rest becomes a pending delivery of its own, the next part. None, and no change, when the fence
        has gone.
        """
        ...

    async def orphans(self, claimed_before: datetime) -> tuple[Claim, ...]:
        """Take over deliveries left in `sending` (fence + 1).

        Their sender has died, or it claimed them before then and hangs.
        """
        ...

    async def revive(self, delivery_id: str, now: datetime) -> bool:
        """Make a dead letter pending again."""
        ...

    async def drop(self, delivery_id: str, at: datetime, reason: str) -> bool:
        """Settle as dropped what waits, or is a dead letter. False, and no change, for any other."""
        ...

    # --- digests

    async def cut_digest(
        self, destination: str, slot: str, now: datetime, holds: Collection[str] = ("",)
    ) -> Delivery | None:
        """Gather what is held for a destination under any of `holds` into one pending digest delivery.

        `slot` names the digest (`2026-11-22T08:00`): cutting one twice returns None the second time,
        as does cutting when nothing is held so.
        """
        ...

    async def held_since(self, destination: str, hold: str = "") -> datetime | None:
        """Return when the first delivery of a destination that is held so was queued, None if none is."""
        ...

    async def holding(self) -> Mapping[str, frozenset[str]]:
        """Return the destinations for which something is held, each with what its deliveries wait for."""
        ...

    # --- watches and chats

    async def add_watch(self, watch: Watch) -> tuple[Watch, bool]:
        """Store a watch; return it with its id, and whether it is new.

        It is not where its owner has one with the same query and sources: that one is returned, unchanged.
        """
        ...

    async def change_watch(self, watch: Watch) -> bool:
        """Replace the watch of this id and owner.

        False, and no change, where there is none, or where its owner has another that asks the same.
        """
        ...

    async def remove_watch(self, watch_id: int, owner: str) -> Watch | None:
        """Remove a watch of this owner; return it, or None when there is none."""
        ...

    async def watches_after(self, watch_id: int, limit: int) -> tuple[Watch, ...]:
        """Return the first watches with higher ids than `watch_id`, by id; at most `limit`."""
        ...

    async def save_chat(self, chat: Chat) -> None:
        """Insert or replace a chat."""
        ...

    async def chats(self) -> tuple[Chat, ...]:
        """Return all chats."""
        ...

    async def move_chat(self, old: str, new: str) -> None:
        """Rewrite a chat's id everywhere: chat, watches, deliveries."""
        ...

    async def watch_news(self, since: int | None) -> WatchNews:
        """Return the next changes of watches and chats after a revision; None asks for the latest revision.

        There is more as long as the revision of the news is not the one asked for. Where no other process
        can change anything there is never any news.
        """
        ...

    # --- reading back

    async def articles(self, keys: Iterable[str]) -> tuple[Stored, ...]:
        """Return the articles that are remembered under any of these keys, in every source; newest first."""
        ...

    async def sources(self) -> tuple[SourceState, ...]:
        """Return the state of every source ever polled."""
        ...

    async def counts(self) -> Counts:
        """Return how much is where."""
        ...

    async def queues(self) -> tuple[Queue, ...]:
        """Return every destination for which something waits or was given up, by destination."""
        ...

    # --- among processes

    async def lease(self, name: str, now: datetime, seconds: float) -> bool:
        """Take or renew the right to do what `name` says, for so long; False while another process has it.

        It ends early with its process. With one process there is nobody else to ask.
        """
        ...

    async def wakeups(self, wake: Callable[[], None]) -> None:
        """Call `wake` when another process made deliveries due, until cancelled.

        Of several processes at least one is woken. A call may be missed: look at the outbox now and then.
        """
        ...

    # --- small things

    async def put(self, key: str, value: str) -> None:
        """Store a small named value."""
        ...

    async def put_new(self, key: str, value: str) -> bool:
        """Store a small named value unless there is one of this name; return whether there was none."""
        ...

    async def values(self, prefix: str) -> Mapping[str, str]:
        """Return the small values whose names begin with `prefix`, by name; meant for few."""
        ...

    async def remove(self, key: str) -> None:
        """Forget a small named value, if there is one."""
        ...

    async def prune(self, seen_before: datetime) -> int:
        """Forget articles off every page since then, and settled deliveries as old; return how many."""
        ...
