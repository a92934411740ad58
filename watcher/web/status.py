"""What the bot tells of itself: is it well, and since when is each source silent. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from watcher.models import Source, SourceState, State
from watcher.store.port import Counts


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The whole of it."""

    ok: bool
    """False while a source fails or a delivery was given up."""
    started_at: str
    now: str
    sources: tuple[SourceStatus, ...]
    articles: int
    watches: int
    deliveries: Mapping[str, int]
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
) -> Status:
    """Put together what is known at `now`."""
    rows = tuple(_source(source, states.get(source.id, SourceState(id=source.id))) for source in sources)
    return Status(
        ok=all(row.ok for row in rows) and not counts.deliveries.get(State.DEAD),
        started_at=started_at.isoformat(),
        now=now.isoformat(),
        sources=rows,
        articles=counts.articles,
        watches=counts.watches,
        deliveries={str(state): number for state, number in counts.deliveries.items()},
        advice=advice,
    )


def _source(source: Source, state: SourceState) -> SourceStatus:
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
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
