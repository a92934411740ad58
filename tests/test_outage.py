"""When operators are told of a source's trouble, as sequences of polls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from watcher.models import Cause, Doubt, Source, SourceState
from watcher.polling.outage import (
    SETTLED,
    TELL_AFTER,
    Occasion,
    began,
    doubted,
    eased,
    ended,
    is_outage,
    struck,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOURCE = Source(id="news", name="The News", url="https://n.example/")


def kinds_of(polls: str) -> list[str]:
    """Play polls, `+` a good one, `?` one not believed, `x` one that failed; return what is told."""
    told: dict[str, None] = {}
    state, occasion = SourceState(id="news", last_success=START), None
    for number, poll in enumerate(polls, 1):
        now = START + timedelta(minutes=5 * number)
        if poll == "+":
            owed = ended(SOURCE, state, occasion, 10, ["ops"], now)
            occasion = occasion and eased(occasion)
            state = replace(state, failures=0, doubt=None, last_success=now)
        elif poll == "?":
            occasion = struck(occasion, state)
            doubt = Doubt(since=now, cause=Cause.EMPTY, reason="0 of usually 10 items")
            owed = doubted(SOURCE, occasion, doubt, None, ["ops"], now)
            state = replace(state, failures=state.failures + 1, doubt=doubt)
        else:
            owed = ()
            if is_outage(state, state.failures + 1):
                occasion = struck(occasion, state)
                owed = began(SOURCE, state, occasion, state.failures + 1, "timed out", ["ops"], now)
            state = replace(state, failures=state.failures + 1)
        told |= dict.fromkeys(delivery.id for delivery in owed)
    return [one.split(":")[1] for one in told]


@pytest.mark.parametrize(
    ("polls", "told"),
    [
        ("+++", []),
        ("+x+xx+", []),
        ("+xxxxxx++", ["outage", "recovery"]),
        ("+??????+++", ["doubt", "recovery"]),
        ("+?+?+?+?+?+?+?+", ["doubt", "recovery", "flapping"]),
        ("+?+??++?+++?++++?+++++?" + "+" * SETTLED, ["doubt", "recovery", "flapping", "settled"]),
        ("+?" + "+" * SETTLED + "?" + "+" * SETTLED, ["doubt", "recovery", "doubt", "recovery"]),
        ("+xxx+xxx+xxx+++", ["outage", "recovery", "flapping"]),
        ("+?+xxx+++", ["doubt", "recovery", "flapping"]),
        ("+?+x+" + "+" * SETTLED, ["doubt", "recovery"]),
    ],
)
def test_an_occasion_is_told_as_one(polls: str, told: list[str]) -> None:
    assert kinds_of(polls) == told


def test_an_occasion_settles_after_so_many_good_polls() -> None:
    occasion: Occasion | None = Occasion(key="news")
    for _ in range(SETTLED - 1):
        assert occasion is not None
        occasion = eased(occasion)
    assert occasion is not None
    assert eased(occasion) is None
    assert TELL_AFTER < SETTLED
