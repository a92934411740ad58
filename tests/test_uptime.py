"""What is kept of a source's polls, and what it proves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from watcher.polling import uptime
from watcher.polling.uptime import Block, Uptime
from watcher.wording import dates

START = datetime(2026, 11, 1, tzinfo=UTC)
NINE_DAYS = 9 * 24 * 12
"""Polls, each after five minutes."""


def polled(down: range = range(0)) -> tuple[Block, ...]:
    """Note nine days of polls, of which those in `down` fail."""
    blocks: tuple[Block, ...] = ()
    good = START
    for n in range(NINE_DAYS):
        at = START + timedelta(minutes=5 * n)
        ok = n not in down
        blocks = uptime.noted(blocks, at, n, ok=ok, gap=(at - good).total_seconds())
        good = at if ok else good
    return blocks


NOW = START + timedelta(minutes=5 * NINE_DAYS)
LAST = NOW - timedelta(minutes=5)


def test_a_day_is_counted_to_the_hour_and_a_week_to_six() -> None:
    blocks = polled()
    for days, slack in ((1, 0), (7, 6 * 12)):
        known = uptime.since(blocks, NOW - timedelta(days=days), NOW, NINE_DAYS, LAST)
        assert days * 288 <= known.polls <= days * 288 + slack
        assert (known.failed, known.gap) == (0, timedelta(minutes=5))


def test_what_is_kept_stays_small() -> None:
    assert len(polled()) < 60


@pytest.mark.parametrize("hours_ago", [3, 30, 100])
def test_a_gap_is_told_as_long_as_it_is_in_the_span(hours_ago: int) -> None:
    first = NINE_DAYS - 12 * hours_ago
    blocks = polled(range(first, first + 6))
    asked = NOW - timedelta(hours=hours_ago + 7)
    known = uptime.since(blocks, asked, NOW, NINE_DAYS, LAST)
    assert (known.failed, known.gap) == (6, timedelta(minutes=35))
    later = uptime.since(blocks, NOW - timedelta(hours=1), NOW, NINE_DAYS, LAST)
    assert (later.failed, later.gap) == (0, timedelta(minutes=5))


def test_a_silence_that_lasts_counts_until_now() -> None:
    known = uptime.since(polled(), NOW - timedelta(days=1), NOW, NINE_DAYS, NOW - timedelta(hours=4))
    assert known.gap == timedelta(hours=4)


def test_of_a_source_that_was_never_read_nothing_is_claimed() -> None:
    assert uptime.since((), START, NOW, 3, None) == Uptime(polls=3, failed=0, gap=None)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=4), "1 minute"),
        (timedelta(minutes=6), "6 minutes"),
        (timedelta(minutes=125), "2 hours 5 minutes"),
        (timedelta(days=3, hours=1, minutes=2), "3 days 1 hour"),
    ],
)
def test_a_span_is_told_in_words(span: timedelta, words: str) -> None:
    assert str(dates.span(span)) == words
