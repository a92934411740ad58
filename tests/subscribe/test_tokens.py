"""Links that nobody else can make, and that end."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import LinkError
from watcher.subscribe import tokens
from watcher.subscribe.limits import MOST_KEPT, Limit

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_what_was_signed_is_read_back(subject: str) -> None:
    assert tokens.read("k", "confirm", tokens.sign("k", "confirm", subject, NOW + DAY), NOW) == subject


def test_one_that_ends_has_expired_then_and_one_without_an_end_never_does() -> None:
    ends = tokens.sign("k", "confirm", "a", NOW + DAY)
    with pytest.raises(LinkError) as caught:
        tokens.read("k", "confirm", ends, NOW + 2 * DAY)
    assert caught.value.expired
    assert tokens.read("k", "leave", tokens.sign("k", "leave", "a"), NOW + 9999 * DAY) == "a"


def test_it_is_good_for_its_own_purpose_and_key_only() -> None:
    token = tokens.sign("k", "confirm", "a")
    for key, purpose in (("k", "manage"), ("other", "confirm")):
        with pytest.raises(LinkError):
            tokens.read(key, purpose, token, NOW)


@given(st.integers(min_value=0), st.characters(codec="utf-8"))
def test_none_that_was_changed_anywhere_is_read(place: int, character: str) -> None:
    token = tokens.sign("k", "manage", "ann@example.org", NOW + DAY)
    changed = token[: (at := place % len(token))] + character + token[at + 1 :]
    if changed != token:
        # The last letter of each half has bits that mean nothing: another spelling of the same bytes.
        with suppress(LinkError):
            assert tokens.read("k", "manage", changed, NOW) == "ann@example.org"


@pytest.mark.parametrize("token", ["", ".", "a.b", "é.é", "." * 50, "W10.W10", "x" * 100_000, "\ud800.a"])
def test_garbage_is_told_in_words(token: str) -> None:
    with pytest.raises(LinkError, match="not one of ours"):
        tokens.read("k", "manage", token, NOW)


def test_a_limit_is_for_each_and_over_after_its_span() -> None:
    limit = Limit(2, DAY)
    for _ in range(2):
        assert limit.has_room("a", NOW)
        limit.count("a", NOW)
    assert not limit.has_room("a", NOW)
    assert limit.has_room("b", NOW)
    assert limit.has_room("a", NOW + DAY)


def test_a_limit_remembers_no_more_than_it_may() -> None:
    limit = Limit(1, DAY)
    for number in range(MOST_KEPT + 1):
        limit.count(str(number), NOW)
    assert limit.has_room("0", NOW)
    assert not limit.has_room(str(MOST_KEPT), NOW)
