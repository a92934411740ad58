"""What the loops tell of their work, for whoever listens: the log, `check`, the demo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from watcher.models import Article, Delivery


class PollOutcome(StrEnum):
    """How one poll ended."""

    BASELINE = "baseline"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    WAITING = "waiting"
    """Not polled: the source asked, by failing, to be left alone for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """One poll of one source."""

    source: str
    outcome: PollOutcome
    read: int = 0
    new: tuple[Article, ...] = ()
    edited: tuple[Article, ...] = ()
    queued: tuple[Delivery, ...] = ()
    error: str = ""
    warnings: tuple[str, ...] = ()
    remark: str = ""
    """What is unusual about a believed page, such as new looks; empty where nothing is."""


class DeliveryOutcome(StrEnum):
    """How one attempt ended."""

    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """One attempt at one delivery."""

    delivery: Delivery
    outcome: DeliveryOutcome
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestReport:
    """A digest was cut; it is a delivery from now on."""

    delivery: Delivery


Report: TypeAlias = PollReport | DeliveryReport | DigestReport
Listener: TypeAlias = Callable[[Report], None]
