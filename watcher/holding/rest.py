"""Whether a destination is to be left in peace at a moment, and until when. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from watcher.holding.timetable import latest_slot, next_slot
from watcher.models import QuietHours, Rest

FOREVER = datetime.max.replace(tzinfo=UTC)
"""Until somebody says otherwise."""


def rests_until(rest: Rest, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when the rest that there is at `now` (aware) ends, None where there is none.

    Quiet hours that begin before a mute ends go on with the same rest.
    """
    if rest.paused:
        return FOREVER
    until = now
    if rest.muted_until and rest.muted_until > now:
        until = rest.muted_until
    if rest.quiet_hours and _is_quiet(rest.quiet_hours, zone, until):
        until = next_slot(until, rest.quiet_hours.until, zone)
    return until if until > now else None


def _is_quiet(hours: QuietHours, zone: ZoneInfo, at: datetime) -> bool:
    return latest_slot(at, hours.since, zone) > latest_slot(at, hours.until, zone)
