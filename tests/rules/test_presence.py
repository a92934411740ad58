"""Rows of literals against the atoms that an article holds."""

from __future__ import annotations

from array import array

import pytest

from watcher.rules.key import ALWAYS, Key
from watcher.rules.presence import Presence
from watcher.rules.query import Form

ONE = Key((Form.EXACT, "", None), ("one",), 1, 1)
TWO = Key((Form.EXACT, "", None), ("two",), 2, 2)
NEEDS_ONE = array("i", [ONE.held, ALWAYS, ALWAYS, ALWAYS])
LACKS_TWO = array("i", [TWO.held + 1, ALWAYS, ALWAYS, ALWAYS])


def test_a_row_holds_where_all_of_its_literals_do_and_each_target_counts_once() -> None:
    rows, targets = NEEDS_ONE + LACKS_TWO + NEEDS_ONE, array("q", [7, 8, 7])
    assert Presence().met([ONE], rows, targets) == [7, 8]
    assert Presence().met([ONE, TWO], rows, targets) == [7]
    assert Presence().met([TWO], rows, targets) == []


def test_what_one_article_held_is_forgotten_even_where_matching_it_failed() -> None:
    presence = Presence()
    with pytest.raises(IndexError):
        presence.met([ONE], array("i", [1 << 30, ALWAYS, ALWAYS, ALWAYS]), array("q", [7]))
    assert presence.met([TWO], NEEDS_ONE, array("q", [7])) == []
