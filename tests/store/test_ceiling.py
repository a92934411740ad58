"""A file that holds more than it is for is told of once."""

from __future__ import annotations

import pytest

from watcher.models import State
from watcher.store.ceiling import CEILING, Ceiling
from watcher.store.port import Counts

BELOW = Counts(articles=CEILING - 11, watches=5, deliveries={State.SENT: 5})
AT = Counts(articles=CEILING - 10, watches=5, deliveries={State.SENT: 4, State.DEAD: 1})


def test_only_a_file_at_its_ceiling_is_advised_to_move() -> None:
    assert Ceiling(embedded=True).advice(BELOW) == ""
    assert Ceiling(embedded=False).advice(AT) == ""
    assert "200000 documents" in Ceiling(embedded=True).advice(AT)
    assert "watcher migrate" in Ceiling(embedded=True).advice(AT)


def test_the_log_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    ceiling = Ceiling(embedded=True)
    for counts in (BELOW, AT, AT):
        ceiling.tell_once(counts)
    assert len(caplog.messages) == 1
