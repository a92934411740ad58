from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.delivery import backoff

ATTEMPTS = st.integers(1, 10_000)
JITTER = st.floats(0, 1)


def test_waits_double_with_each_failure_up_to_the_cap() -> None:
    waits = [backoff.delay(n, base=10, cap=60, jitter=1) for n in range(1, 6)]
    assert waits == [10, 20, 40, 60, 60]


def test_jitter_spreads_the_wait_over_its_upper_half() -> None:
    assert [backoff.delay(2, base=10, cap=60, jitter=j) for j in (0, 0.5, 1)] == [10, 15, 20]


@pytest.mark.parametrize(("wish", "waits"), [(None, 10), (0, 10), (7, 10), (300, 300)])
def test_a_wish_of_the_other_side_is_never_undercut(wish: float | None, waits: float) -> None:
    assert backoff.delay(1, base=10, cap=60, jitter=1, retry_after=wish) == waits


def test_a_wish_for_years_is_not_silence_for_years() -> None:
    assert backoff.delay(1, base=10, cap=60, jitter=1, retry_after=1e12) == backoff.LONGEST_WISH


@given(ATTEMPTS, JITTER, st.floats(0.1, 1e4), st.floats(1, 1e5))
def test_the_wait_is_always_positive_and_never_over_the_cap(
    attempts: int, jitter: float, base: float, cap: float
) -> None:
    assert 0 < backoff.delay(attempts, base=base, cap=cap, jitter=jitter) <= cap


@given(ATTEMPTS, JITTER)
def test_one_more_failure_never_means_a_shorter_wait(attempts: int, jitter: float) -> None:
    this, following = (backoff.delay(n, base=1, cap=1e6, jitter=jitter) for n in (attempts, attempts + 1))
    assert this <= following
