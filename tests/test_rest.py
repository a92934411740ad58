from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from watcher.holding.rest import FOREVER, rests_until
from watcher.models import QuietHours, Rest

SEOUL = ZoneInfo("Asia/Seoul")
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(since=time(22), until=time(7))
LUNCH = QuietHours(since=time(12), until=time(13))


def at(text: str, zone: ZoneInfo = SEOUL) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("rest", "now", "until"),
    [
        (Rest(), "2026-11-22T12:00", None),
        (Rest(muted_until=at("2026-11-22T12:00")), "2026-11-22T12:00", None),
        (Rest(muted_until=at("2026-11-22T13:00")), "2026-11-22T12:00", "2026-11-22T13:00"),
        (Rest(quiet_hours=NIGHT), "2026-11-22T21:59", None),
        (Rest(quiet_hours=NIGHT), "2026-11-22T22:00", "2026-11-23T07:00"),
        (Rest(quiet_hours=NIGHT), "2026-11-23T06:59", "2026-11-23T07:00"),
        (Rest(quiet_hours=NIGHT), "2026-11-23T07:00", None),
        (Rest(quiet_hours=LUNCH), "2026-11-22T12:30", "2026-11-22T13:00"),
        (Rest(quiet_hours=LUNCH), "2026-11-22T13:30", None),
        (Rest(quiet_hours=NIGHT, muted_until=at("2026-11-22T23:00")), "2026-11-22T12:00", "2026-11-23T07:00"),
        (Rest(quiet_hours=NIGHT, muted_until=at("2026-11-23T09:00")), "2026-11-22T23:00", "2026-11-23T09:00"),
    ],
)
def test_a_rest_ends_when_nothing_of_it_is_left(rest: Rest, now: str, until: str | None) -> None:
    assert rests_until(rest, SEOUL, at(now)) == (until and at(until))


def test_a_pause_ends_only_when_somebody_says_so() -> None:
    assert rests_until(Rest(paused=True), SEOUL, at("2026-11-22T12:00")) == FOREVER


def test_quiet_hours_follow_the_clock_through_its_changes() -> None:
    """In Berlin 02:00 to 03:00 is skipped on 29 March 2026."""
    rest = Rest(quiet_hours=QuietHours(since=time(1, 30), until=time(2, 30)))
    now = at("2026-03-29T01:45", BERLIN)
    assert rests_until(rest, BERLIN, now) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
