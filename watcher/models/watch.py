"""What somebody watches for, and the chat they said it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
