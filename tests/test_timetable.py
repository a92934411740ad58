from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.holding.timetable import latest_slot, next_slot, slot_name

BERLIN = ZoneInfo("Europe/Berlin")
YEAR = 31_556_952
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
MOMENTS = st.integers(-(20 * YEAR), 79 * YEAR).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
DAYS = st.sets(st.integers(0, 6), min_size=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_next_slot_is_today_until_it_has_come() -> None:
    at = time(8)
    assert next_slot(utc("2026-11-22T06:59"), at, BERLIN) == utc("2026-11-22T07:00")
    assert next_slot(utc("2026-11-22T07:00"), at, BERLIN) == utc("2026-11-23T07:00")


def test_the_latest_slot_is_the_one_that_comes_this_very_moment() -> None:
    assert latest_slot(utc("2026-11-22T07:00"), time(8), BERLIN) == utc("2026-11-22T07:00")
    assert latest_slot(utc("2026-11-22T06:59"), time(8), BERLIN) == utc("2026-11-21T07:00")


def test_a_slot_keeps_its_wall_clock_time_through_both_clock_changes() -> None:
    for day in ("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"):
        slot = next_slot(utc(f"{day}T12:00"), time(8), BERLIN)
        assert slot_name(slot, BERLIN).endswith("T08:00")


def test_a_time_that_spring_skips_happens_at_the_change() -> None:
    slot = next_slot(utc("2026-03-28T12:00"), time(2, 30), BERLIN)
    assert slot == utc("2026-03-29T01:00")
    assert slot_name(slot, BERLIN) == "2026-03-29T03:00"
    assert next_slot(slot, time(2, 30), BERLIN) == utc("2026-03-30T00:30")


def test_a_time_that_autumn_repeats_happens_once() -> None:
    slot = next_slot(utc("2026-10-24T12:00"), time(2, 30), BERLIN)
    assert slot == utc("2026-10-25T00:30")
    assert next_slot(slot, time(2, 30), BERLIN) == utc("2026-10-26T01:30")
    assert latest_slot(utc("2026-10-25T01:30"), time(2, 30), BERLIN) == slot


def test_a_day_that_a_zone_skips_is_made_up_for_at_its_end() -> None:
    apia = ZoneInfo("Pacific/Apia")
    slot = next_slot(datetime(2011, 12, 29, 12, tzinfo=apia), time(8), apia)
    assert slot_name(slot, apia) == "2011-12-31T00:00"


def test_only_the_days_asked_for_have_slots() -> None:
    monday = next_slot(utc("2026-11-22T12:00"), time(8), BERLIN, {0})
    assert slot_name(monday, BERLIN) == "2026-11-23T08:00"
    assert slot_name(next_slot(monday, time(8), BERLIN, {0}), BERLIN) == "2026-11-30T08:00"
    assert slot_name(latest_slot(utc("2026-11-22T12:00"), time(8), BERLIN, {0}), BERLIN) == "2026-11-16T08:00"


@pytest.mark.parametrize("days", [(), (7,), (-1,)])
def test_a_timetable_without_a_day_is_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="no day of the week"):
        next_slot(utc("2026-11-22T12:00"), time(8), BERLIN, days)


@given(MOMENTS, TIMES, ZONES, DAYS)
def test_next_is_later_and_latest_is_not(now: datetime, at: time, zone: ZoneInfo, days: set[int]) -> None:
    assert latest_slot(now, at, zone, days) <= now < next_slot(now, at, zone, days)


@given(MOMENTS, TIMES, ZONES, DAYS)
def test_next_and_latest_walk_over_the_same_slots(
    now: datetime, at: time, zone: ZoneInfo, days: set[int]
) -> None:
    following = next_slot(now, at, zone, days)
    assert latest_slot(following, at, zone, days) == following
    assert latest_slot(following - timedelta(seconds=1), at, zone, days) == latest_slot(now, at, zone, days)


@given(MOMENTS, TIMES, ZONES)
def test_daily_slots_never_fall_together_and_never_leave_out_a_day(
    now: datetime, at: time, zone: ZoneInfo
) -> None:
    slots = [next_slot(now, at, zone)]
    while len(slots) < 6:
        slots.append(next_slot(slots[-1], at, zone))
    gaps = [following - slot for slot, following in pairwise(slots)]
    assert all(timedelta(0) < gap < timedelta(hours=49) for gap in gaps)
    assert len({slot_name(slot, zone) for slot in slots}) == len(slots)


@given(MOMENTS, TIMES, ZONES)
def test_a_slot_is_at_the_time_asked_for_unless_the_clock_skips_it(
    now: datetime, at: time, zone: ZoneInfo
) -> None:
    slot = next_slot(now, at, zone)
    shown = slot.astimezone(zone)
    shown_before = (slot - timedelta(seconds=1)).astimezone(zone)
    assert shown.time() == at or shown_before.utcoffset() != shown.utcoffset()
