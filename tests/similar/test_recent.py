"""The items of a window of time, found by the words they share with a new one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from watcher.models import Item
from watcher.similar import Recent, marks_of

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WIRE = "Ferry Aurelia runs aground off Pelos in fog, coast guard takes everybody off"
FIRST = marks_of(Item(title="Ferry Aurelia runs aground off Pelos", summary=WIRE))
AGAIN = marks_of(Item(title="Fog blamed as ferry hits rocks", summary=WIRE))
OTHER = marks_of(Item(title="Parliament of Orlan rejects the austerity budget after long debate"))


def recent(hours: float = 48) -> Recent[str]:
    return Recent(timedelta(hours=hours))


def test_the_same_story_is_found_and_others_are_not() -> None:
    index = recent()
    index.add("other", OTHER, NOON)
    index.add("first", FIRST, NOON)
    assert [one.key for one in index.like(AGAIN, NOON)] == ["first"]
    assert index.like(OTHER, NOON)[0].key == "other"


def test_the_most_alike_comes_first() -> None:
    index = recent()
    index.add("again", AGAIN, NOON)
    index.add("first", FIRST, NOON)
    assert [one.key for one in index.like(FIRST, NOON)] == ["first", "again"]


def test_what_left_the_window_is_forgotten() -> None:
    index = recent(hours=1)
    index.add("first", FIRST, NOON)
    index.add("other", OTHER, NOON + timedelta(minutes=30))
    assert index.like(AGAIN, NOON + timedelta(minutes=61)) == []
    assert len(index) == 1
    assert len(index.like(OTHER, NOON + timedelta(minutes=61))) == 1


def test_bare_headlines_are_never_the_same_story() -> None:
    briefing = marks_of(Item(title="Morning briefing: what to know today"))
    index = recent()
    index.add("yesterday", briefing, NOON)
    assert index.like(briefing, NOON) == []


def test_a_number_a_day_or_a_word_of_the_headline_makes_another_story() -> None:
    text = "off the coast of Tarvos early in the morning, the geological survey said"
    first = Item(title="Earthquake shakes Tarvos", summary=f"On Monday two shocks came {text}")
    index = recent()
    index.add("first", marks_of(first), NOON)
    others = [
        Item(title="Earthquake shakes Tarvos", summary=f"On Monday three shocks came {text}"),
        Item(title="Earthquake shakes Tarvos", summary=f"On Friday two shocks came {text}"),
        Item(title="Landslide shakes Tarvos", summary=first.summary),
    ]
    assert [index.like(marks_of(other), NOON) for other in others] == [[], [], []]
    assert len(index.like(marks_of(first), NOON)) == 1
