"""What keeps alerts from leaving at once, each by itself: quotas, stories told already, bursts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SameStory(StrEnum):
    """Where a story counts as told before."""

    OFF = "off"
    SOURCE = "source"
    """By the same source."""
    ALL = "all"
    """By any source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many alerts may leave at once for a destination on one day."""

    destination: str
    subject: str = ""
    """Whose alerts are counted: `watch:3`; empty for all of the destination."""
    day: str
    """`2026-11-22`, in the destination's own zone."""
    most: int
    reason: str
    """Why an alert beyond it is held, in one line."""
    remark: str
    """What the message says that uses up the last of it."""

    @property
    def key(self) -> tuple[str, str]:
        """What a day's count is kept under; one poll knows only one day of each."""
        return self.destination, self.subject


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """A delivery that may have told a story first."""

    delivery: str
    article: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """What may keep one alert from leaving at once."""

    every: tuple[Quota, ...] = ()
    """Each of these must have room."""
    some: tuple[Quota, ...] = ()
    """One of these must have room, where there are any."""
    firsts: tuple[First, ...] = ()
    """Who may have told the same story before, the likeliest first."""
    answers: bool = False
    """What tells a story again answers the message that told it, rather than to wait for the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """What may keep the alerts of one poll from leaving at once, each by itself."""

    calms: Mapping[str, Calm] = field(default_factory=dict)
    """By the alert's id; an alert without one leaves."""
    bursts: Mapping[str, int] = field(default_factory=dict)
    """Destination → alerts of one poll that leave each by itself; one more, and all become one message."""

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """All quotas that its alerts count against, each once."""
        found = (quota for calm in self.calms.values() for quota in (*calm.every, *calm.some))
        return tuple({quota.key: quota for quota in found}.values())

    @property
    def firsts(self) -> frozenset[str]:
        """The ids of all deliveries that may have told a story first."""
        return frozenset(first.delivery for calm in self.calms.values() for first in calm.firsts)
