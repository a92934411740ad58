"""What somebody watches for, and the chat they said it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from watcher.models.preferences import Preferences


class When(StrEnum):
    """When a watch's alerts leave."""

    NOW = "now"
    DIGEST = "digest"
    """With the digest of their destination, or with what is caught up once a day."""
    URGENT = "urgent"
    """At once, also while their destination rests or waits for its digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A query with an owner."""

    id: int
    """1 and up, unique in a store; 0 until stored."""
    owner: str
    """`config`, `cli` for the commands, or the destination id of the chat that made it."""
    query: str
    destinations: tuple[str, ...]
    sources: tuple[str, ...] = ()
    """Ids of the sources it listens to; empty means all."""
    name: str = ""
    language: str = ""
    """That its words are stemmed in; empty takes that of each article's source."""
    limit_per_day: int | None = None
    """Alerts that leave at once on a day, for each destination; None: all."""
    when: When = When.NOW
    muted_until: datetime | None = None
    """Its alerts wait until then."""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A destination that made itself known by talking to a bot."""

    id: str
    """`telegram:<chat id>`, also the destination's id and its watches' owner."""
    title: str = ""
    created_at: datetime
    active: bool = True
    """False once it blocked or removed the bot."""
    left: str = ""
    """Why it is not active, in a few words."""
    host: str = ""
    """Who set it up, as the chat with them alone; empty where that is not known."""
    language: str = ""
    """The language of its client, `ko`, as long as it chose none; empty where that is not known."""
    preferences: Preferences = field(default_factory=Preferences)
