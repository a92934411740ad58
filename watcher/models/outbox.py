"""What is owed to a destination, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTime:
    """When a destination's digest is due, on the wall clock of its own zone."""

    at: time
    days: frozenset[int] = frozenset(range(7))
    """Weekdays, Monday is 0."""
    empty: bool = False
    """Send one even when nothing is held, as a sign of life."""


class State(StrEnum):
    """Where a delivery is on its way."""

    HELD = "held"
    """Waits for its destination's digest, or for the end of its rest."""
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    DIGESTED = "digested"
    """Became part of another delivery: a digest, one message for many articles, or the first of its story."""
    DROPPED = "dropped"
    """A person decided that it will not be sent; `error` says why."""


class Event(StrEnum):
    """What a delivery tells; also the name of the template folder that words it."""

    ALERT = "alert"
    EDITED = "edited"
    DIGEST = "digest"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article inside a delivery, with the watches that it matched."""

    source: str
    article: str
    watches: tuple[int, ...] = ()
    before: str = ""
    """The headline that its reader was told, where this tells that it changed; else empty."""
    after: str = ""
    """What it changed to then; by the time that this is sent, the article may have a third."""
    same_as: str = ""
    """Id of the article that told the same story first; empty where this tells it first."""
    told: str = ""
    """That article's headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What a delivery waits for before it may leave."""

    key: str
    """Empty for the digest of its destination; see `watcher.holding.holds`."""
    reason: str = ""
    """In one line, for a person who asks; empty where the destination always has its digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row of the outbox: one event for one destination."""

    id: str
    """Made from what it tells and whom, so that the same news cannot be queued twice."""
    event: Event
    destination: str
    entries: tuple[Entry, ...] = ()
    text: str = ""
    """The words of a notice; empty for the rest."""
    created_at: datetime
    state: State = State.PENDING
    not_before: datetime | None = None
    attempts: int = 0
    fence: int = 0
    """Goes up with each claim; a settle under an older fence changes nothing."""
    claimed_at: datetime | None = None
    """Not before then it is sent: a tenth of a second after it was taken, at most."""
    maybe_dup: bool = False
    """True once an attempt ended without a known outcome: the receiver may see it twice."""
    error: str = ""
    """Why the last attempt failed, in one line without secrets."""
    receipt: str = ""
    """The provider's own id of the message, once sent."""
    settled_at: datetime | None = None
    same_as: str = ""
    """Id of the delivery that tells the same story first; empty where this tells it first."""
    hold: str = ""
    """What it waits for while held: see `watcher.holding.holds`; empty for the digest of its destination."""
    reason: str = ""
    """Why it does not leave at once by itself, for a person who asks; empty where it does."""
    remark: str = ""
    """What is said beneath its articles, such as that a limit is reached; empty for nothing."""
    part: int = 1
    """2 and up where it goes on with what had no room in the message before."""
