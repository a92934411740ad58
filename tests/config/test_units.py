from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from watcher.config.units import duration_text, parse_duration, parse_interval, parse_size, size_text


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("500ms", timedelta(milliseconds=500)),
        ("30s", timedelta(seconds=30)),
        ("5m", timedelta(minutes=5)),
        ("1.5h", timedelta(minutes=90)),
        ("1h30m", timedelta(minutes=90)),
        (" 2 H ", timedelta(hours=2)),
        ("400d", timedelta(days=400)),
        ("0s", timedelta()),
    ],
)
def test_durations_are_read_with_their_unit(text: str, duration: timedelta) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    "value", ["", "5", 5, 5.0, True, "5 minutes", "-5m", "m", "5m 3", "5µs", "1e3s", None]
)
def test_what_is_no_duration_is_refused(value: object) -> None:
    with pytest.raises(PydanticCustomError, match="write a duration"):
        parse_duration(value)


def test_a_number_of_any_length_is_no_way_to_stall_the_reading() -> None:
    with pytest.raises(PydanticCustomError):
        parse_duration("9" * 100_000 + "s")


def test_an_interval_is_longer_than_zero() -> None:
    with pytest.raises(PydanticCustomError, match="longer than zero"):
        parse_interval("0ms")


@given(st.integers(min_value=0, max_value=10**12).map(lambda ms: timedelta(milliseconds=ms)))
def test_a_duration_that_is_written_is_read_as_the_same(duration: timedelta) -> None:
    assert parse_duration(duration_text(duration)) == duration


@pytest.mark.parametrize(
    ("text", "size"), [("10MB", 10_000_000), ("500 kb", 500_000), ("1.5GB", 1_500_000_000), ("12B", 12)]
)
def test_sizes_are_read_with_their_unit(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("value", ["", "10", "10 megs", "-1MB", "MB", True, 1.5])
def test_what_is_no_size_is_refused(value: object) -> None:
    with pytest.raises(PydanticCustomError, match="write a size"):
        parse_size(value)


@given(st.integers(min_value=1, max_value=10**12))
def test_a_size_that_is_written_is_read_as_the_same(size: int) -> None:
    assert parse_size(size_text(size)) == size
