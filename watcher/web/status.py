"""What the bot tells of itself: is it well, and since when is each source silent. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from types import MappingProxyType

from watcher.models import Source, SourceState, State
from watcher.polling.uptime import Uptime
from watcher.store.port import LASTING, Counts, Failing, Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """One source as people see it. Times are ISO 8601 in UTC, or None."""

    id: str
    name: str
    url: str
    ok: bool
    last_poll: str | None
    last_success: str | None
    last_change: str | None
    articles_read: int
    polls: int
    failures: int
    error: str
    polls_of_the_day: int = 0
    """Polls in the last 24 hours."""
    failed_of_the_day: int = 0
    longest_gap: float | None = None
    """Seconds without a good poll, the longest time in the last 24 hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationStatus:
    """What waits for one destination, or was given up."""

    name: str
    kind: str = ""
    """The channel."""
    held: int = 0
    pending: int = 0
    dead: int = 0
    waiting_since: str | None = None
    """When what is to leave first was queued; None where nothing is."""
    next_try: str | None = None
    error: str = ""
    """Why it has not left."""
    failures: int = 0
    """Attempts in a row of which none was taken."""
    failing_since: str | None = None
    left: bool = False
    """A chat or subscriber that wants nothing of us any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The whole of it."""

    ok: bool
    """False while a source or a destination fails, a bot does not receive, or a delivery was given up."""
    started_at: str
    now: str
    sources: tuple[SourceStatus, ...]
    articles: int
    watches: int
    deliveries: Mapping[str, int]
    destinations: tuple[DestinationStatus, ...] = ()
    """Those of the configuration, and any other for which something waits or was given up."""
    chats: int = 0
    """Chats and subscribers that are there."""
    inboxes: Mapping[str, str] = field(default_factory=dict)
    """What keeps each bot from receiving, by its kind; empty for nothing."""
    advice: str = ""
    """What operators should do before long; empty for nothing."""

    def as_json(self) -> dict[str, object]:
        """Return it as plain JSON values."""
        return asdict(self)


def status(
    sources: Iterable[Source],
    states: Mapping[str, SourceState],
    counts: Counts,
    *,
    started_at: datetime,
    now: datetime,
    advice: str = "",
    uptimes: Mapping[str, Uptime] = MappingProxyType({}),
    destinations: Iterable[DestinationStatus] = (),
    chats: int = 0,
    inboxes: Mapping[str, str] = MappingProxyType({}),
) -> Status:
    """Put together what is known at `now`."""
    rows = tuple(
        _source(source, states.get(source.id, SourceState(id=source.id)), uptimes.get(source.id))
        for source in sources
    )
    destinations = tuple(destinations)
    return Status(
        ok=all(row.ok for row in rows)
        and not counts.deliveries.get(State.DEAD)
        and not any(one.failures >= LASTING for one in destinations)
        and not any(inboxes.values()),
        started_at=started_at.isoformat(),
        now=now.isoformat(),
        sources=rows,
        articles=counts.articles,
        watches=counts.watches,
        deliveries={str(state): number for state, number in counts.deliveries.items()},
        destinations=destinations,
        chats=chats,
        inboxes=dict(inboxes),
        advice=advice,
    )


def destination(
    name: str, kind: str, queue: Queue | None, failing: Failing | None = None, *, left: bool = False
) -> DestinationStatus:
    """Put together what waits for a destination, and since when it takes nothing."""
    if queue is None:
        return DestinationStatus(name=name, kind=kind, left=left)
    return DestinationStatus(
        name=name,
        kind=kind,
        held=queue.held,
        pending=queue.pending + queue.sending,
        dead=queue.dead,
        waiting_since=_text(queue.waiting_since),
        next_try=_text(queue.next_try),
        error=failing.error if failing else queue.error,
        failures=failing.failures if failing else 0,
        failing_since=_text(failing.since) if failing else None,
        left=left,
    )


def _source(source: Source, state: SourceState, uptime: Uptime | None) -> SourceStatus:
    return SourceStatus(
        id=source.id,
        name=source.name,
        url=source.url,
        ok=state.failures == 0,
        last_poll=_text(state.last_poll),
        last_success=_text(state.last_success),
        last_change=_text(state.last_change),
        articles_read=state.articles_read,
        polls=state.polls,
        failures=state.failures,
        error=state.error,
        polls_of_the_day=uptime.polls if uptime else 0,
        failed_of_the_day=uptime.failed if uptime else 0,
        longest_gap=uptime.gap.total_seconds() if uptime and uptime.gap else None,
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
