from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from watcher.bot.words import ago, listed, matches, watches
from watcher.models import Published
from watcher.wording.text import ENGLISH, Value, spoken


def said(value: Value) -> str:
    return "".join(span.text for span in spoken(value, ENGLISH))


NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (NOW, "just now"),
        (NOW + timedelta(hours=1), "just now"),
        (NOW - timedelta(seconds=59), "just now"),
        (NOW - timedelta(minutes=59), "59 min ago"),
        (NOW - timedelta(hours=23, minutes=59), "23 h ago"),
        (NOW - timedelta(days=1), "yesterday"),
        (NOW - timedelta(days=5), "5 days ago"),
        (datetime(2026, 11, 22, 11, 0), "1 h ago"),  # noqa: DTZ001 - a page that names no offset
        (datetime(2026, 11, 22, 20, 0, tzinfo=timezone(timedelta(hours=9))), "1 h ago"),
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 19), "3 days ago"),
    ],
)
def test_how_long_ago_is_told_in_the_largest_unit_that_fits(when: Published, words: str) -> None:
    assert said(ago(when, NOW)) == words


def test_a_list_is_joined_as_people_do() -> None:
    assert [said(listed(list(letters))) for letters in ("a", "ab", "abc")] == ["a", "a and b", "a, b and c"]


def test_nouns_follow_their_number() -> None:
    assert [said(watches(1)), said(watches(2)), said(matches(0))] == ["1 watch", "2 watches", "0 matches"]
