"""How well the same story is told from others, on stories that people labelled."""

from __future__ import annotations

import pytest

from tests.similar.stories import blind, measured, pairs, tellings
from watcher.similar import THRESHOLD


@pytest.mark.parametrize("held_out", [False, True])
def test_hardly_anything_else_is_taken_for_the_same_story(held_out: bool) -> None:
    found = pairs(tellings(held_out=held_out))
    assert sum(pair.labelled for pair in found) >= 75
    precision, recall = measured(found, THRESHOLD)
    assert precision >= 0.98
    assert recall >= 0.5
    precision, recall = measured([pair for pair in found if pair.labelled], THRESHOLD)
    assert precision >= 0.98
    assert recall >= 0.55


def test_stories_that_nothing_was_tuned_on_are_told_apart_nearly_as_well() -> None:
    precision, recall = measured(pairs(blind()), THRESHOLD)
    assert precision >= 0.9
    assert recall >= 0.4
