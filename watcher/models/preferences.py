"""What a chat wants of its messages: in which time and language, when, and when not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from watcher.models.outbox import DigestTime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A span of every day, on the wall clock of its own zone, in which nothing leaves."""

    since: time
    until: time
    """Never equal to `since`; an earlier one is of the next day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """When a destination is left in peace. What comes meanwhile waits, and comes together at the end."""

    paused: bool = False
    """Until somebody says otherwise."""
    muted_until: datetime | None = None
    quiet_hours: QuietHours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a chat chose; an empty field leaves it to the configuration."""

    timezone: str = ""
    """`Asia/Seoul`."""
    locale: str = ""
    """The language of the texts, `ko`."""
    digest: DigestTime | None = None
    """None: alerts leave at once."""
    rest: Rest = field(default_factory=Rest)
