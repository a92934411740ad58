"""What stands at an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto


class Absent(Enum):
    """Why there is no feed."""

    UNKNOWN = auto()
    """The address was not made by us."""
    GONE = auto()
    """Its watch was stopped."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed as it is now."""

    body: bytes
    changed_at: datetime
