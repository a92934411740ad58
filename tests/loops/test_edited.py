"""Changed headlines: who hears of one, and how often."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from notifiers.port import Refused, Unknown
from tests.loops.conftest import World, watch
from tests.loops.ports import EditingChannel
from watcher.models import Delivery, DigestTime, Event, State, Watch

EIGHT = {"desk": DigestTime(at=time(8))}
"""In Seoul, which is 23:00 UTC of the day before."""


def page(world: World, *headlines: str, **others: str) -> None:
    """Show these headlines, each at the address of its place counted from below; `others` by address."""
    shown = {**others, **{f"n{number}": title for number, title in enumerate(reversed(headlines))}}
    entries = "".join(
        f"<article><h2><a href='/story/{name}'>{title}</a></h2>"
        f"<p>What there is to say about story {name} in a sentence or two.</p></article>"
        for name, title in reversed(shown.items())
    )
    world.site.html = f"<html><body><main><h1>News</h1>{entries}</main></body></html>"


OLD = ("Bridge to the island opens", "Harvest in the valley begins late")


async def news(world: World, *headlines: str) -> None:
    """Let the page show these, be read, and what that owes be sent."""
    page(world, *headlines)
    await world.poll()
    await world.deliverer.flush()
    world.clock.forward(minutes=5)


async def edits(world: World, to: str = "desk") -> list[str]:
    """Return what news of edits a destination got, oldest first, on one line each."""
    bodies = [body for body in world.channel.bodies(to) if "was:" in body]
    return [" | ".join(line.strip() for line in body.splitlines()[:2]) for body in bodies]


async def rows(world: World, event: Event) -> list[Delivery]:
    return [row for row in await world.store.deliveries() if row.event is event]


@pytest.fixture
async def told(world: World) -> World:
    """Return a world whose desk was told of an article."""
    await world.wire([watch("sanctions")])
    await news(world, *OLD)
    await news(world, "Council widens sanctions on insurers", *OLD)
    assert len(world.channel.bodies("desk")) == 1
    return world


async def test_who_was_told_of_an_article_is_told_of_its_new_headline_once(told: World) -> None:
    await news(told, "Council narrows sanctions on insurers", *OLD)
    await news(told, "Council narrows sanctions on insurers", *OLD)
    assert await edits(told) == [
        "✎ Council narrows sanctions on insurers | was: Council widens sanctions on insurers"
    ]
    assert len(told.channel.bodies("desk")) == 2


async def test_a_headline_that_no_longer_matches_is_still_told_to_who_knew_the_old_one(told: World) -> None:
    await news(told, "Council narrows its embargo on insurers", *OLD)
    assert len(await edits(told)) == 1
    await news(told, "Council narrows its embargo on all insurers", *OLD)
    assert len(await edits(told)) == 2


@pytest.mark.parametrize(
    "headline",
    [
        "Council widens ‘sanctions’ on insurers",
        "COUNCIL WIDENS SANCTIONS ON INSURERS",
        "Council widens  sanctions on insurers ",
    ],
)
async def test_typography_is_no_edit(told: World, headline: str) -> None:
    await news(told, headline, *OLD)
    assert await rows(told, Event.EDITED) == []


async def test_a_changed_label_is_no_edit(told: World) -> None:
    page(told, "Council widens sanctions on insurers", *OLD)
    assert told.site.html
    told.site.html = told.site.html.replace("<article>", "<article><span class='tag'>Analysis</span>")
    await told.poll()
    assert await rows(told, Event.EDITED) == []


async def test_a_headline_that_goes_to_and_fro_is_told_once_for_each_of_its_wordings(told: World) -> None:
    first, second = "Council widens sanctions on insurers", "Council narrows sanctions on insurers"
    for headline in (second, first, second, first):
        await news(told, headline, *OLD)
    assert await edits(told) == [f"✎ {second} | was: {first}", f"✎ {first} | was: {second}"]


async def test_an_edit_of_what_matched_nothing_or_stood_there_from_the_start_is_nobodys_news(
    world: World,
) -> None:
    await world.wire([watch("sanctions OR bridge")])
    await news(world, *OLD)
    await news(world, "Choir sings in both capitals", *OLD)
    await news(world, "Choir sings again in both capitals", "Bridge to the island reopens", OLD[1])
    assert await world.store.deliveries() == ()


async def test_an_edit_of_what_matched_by_its_summary_from_the_start_is_nobodys_news(world: World) -> None:
    await world.wire([watch('summary:"say about story"')])
    await news(world, *OLD)
    await news(world, "Bridge to the island reopens", OLD[1])
    assert await world.store.deliveries() == ()


async def test_an_edit_that_makes_an_article_match_is_an_ordinary_alert(world: World) -> None:
    await world.wire([watch("sanctions"), watch("insurers", "me")])
    await news(world, *OLD)
    await news(world, "Council widens measures on insurers", *OLD)
    await news(world, "Council widens sanctions on insurers", *OLD)
    await news(world, "Council widens its sanctions on insurers", *OLD)
    assert [row.destination for row in await rows(world, Event.ALERT)] == ["desk", "me"]
    first, *later = world.channel.bodies("desk")
    assert "was:" not in first
    assert len(later) == len(await edits(world)) == 1
    assert len(await edits(world, "me")) == 2


async def test_who_unsubscribed_hears_no_more_of_an_article(world: World) -> None:
    await world.wire([watch("sanctions")])
    await news(world, *OLD)
    await news(world, "Council widens sanctions on insurers", *OLD)
    await world.wire([watch("harvest")])
    await news(world, "Council narrows sanctions on insurers", *OLD)
    assert await rows(world, Event.EDITED) == []


async def test_an_edit_before_the_alert_has_left_is_part_of_the_alert(world: World) -> None:
    await world.wire([watch("sanctions")])
    await news(world, *OLD)
    for headline in ("Council widens sanctions on insurers", "Council narrows sanctions on insurers"):
        page(world, headline, *OLD)
        await world.poll()
    await world.deliverer.flush()
    (body,) = world.channel.bodies("desk")
    assert "narrows" in body
    assert "was:" not in body


async def test_what_waits_for_a_digest_is_told_there_under_its_last_headline(world: World) -> None:
    await world.wire([watch("sanctions")], digests=EIGHT)
    await world.digests.cut_due()
    await news(world, *OLD)
    await news(world, "Council widens sanctions on insurers", *OLD)
    await news(world, "Council narrows sanctions on insurers", *OLD)
    body = await digest(world, day=2)
    assert "narrows" in body
    assert "was:" not in body


async def test_an_edit_after_a_digest_waits_for_the_next_one(world: World) -> None:
    await world.wire([watch("sanctions")], digests=EIGHT)
    await world.digests.cut_due()
    await news(world, *OLD)
    await news(world, "Council widens sanctions on insurers", *OLD)
    await digest(world, day=2)
    await news(world, "Council narrows sanctions on insurers", *OLD)
    assert [row.state for row in await rows(world, Event.EDITED)] == [State.HELD]
    await news(world, "Council lifts sanctions on insurers", *OLD)
    body = await digest(world, day=3)
    assert "1 changed headline" in body
    assert body.count("insurers") == 2
    assert "● Council lifts sanctions on insurers" in body
    assert "was: Council widens sanctions on insurers" in body


async def digest(world: World, *, day: int) -> str:
    """Let it be eight in Seoul on the morning after this day of March; return what the desk gets."""
    before = len(world.channel.bodies("desk"))
    world.clock.now = datetime(2026, 3, day, 23, 0, tzinfo=UTC)
    await world.digests.cut_due()
    await world.deliverer.flush()
    (body,) = world.channel.bodies("desk")[before:]
    return body


async def test_a_page_that_writes_all_its_headlines_in_another_way_is_no_flood(world: World) -> None:
    await world.wire([watch("sanctions")])
    await news(world, *OLD)
    headlines = [f"Sanctions panel hears witness number {n} on the harbour" for n in range(6)]
    await news(world, *headlines, *OLD)
    assert len(world.channel.bodies("desk")) == 6
    await news(world, *(f"Foreign desk: {headline}" for headline in (*headlines, *OLD)))
    assert await rows(world, Event.EDITED) == []
    assert len(world.channel.bodies("desk")) == 6


async def test_a_chat_that_left_is_told_of_no_edit(world: World) -> None:
    await world.wire([watch("nothing")])
    chat = Watch(id=0, owner="telegram:7", query="sanctions", destinations=("telegram:7",))
    await world.book.chat_seen("telegram:7", "Dana", world.clock.now)
    await world.book.add(chat)
    await news(world, *OLD)
    await news(world, "Council widens sanctions on insurers", *OLD)
    assert len(world.channel.bodies("7")) == 1
    await world.book.chat_left("telegram:7")
    await news(world, "Council narrows sanctions on insurers", *OLD)
    assert await rows(world, Event.EDITED) == []


# --- where the channel can change what it sent


@pytest.fixture
async def editing(world: World) -> tuple[World, EditingChannel]:
    """Return a world whose desk was told of an article on a channel that can change it."""
    channel = EditingChannel()
    world.channel = channel
    await world.wire([watch("sanctions")])
    await news(world, *OLD)
    await news(world, "Council widens sanctions on insurers", *OLD)
    assert len(channel.taken) == 1
    return world, channel


async def test_a_new_headline_changes_the_message_that_was_sent(
    editing: tuple[World, EditingChannel],
) -> None:
    world, channel = editing
    await news(world, "Council narrows sanctions on insurers", *OLD)
    await news(world, "Council lifts sanctions on insurers", *OLD)
    assert [receipt for receipt, _ in channel.edits] == ["1", "1"]
    assert "Council lifts sanctions" in channel.edits[-1][1].parts["body"]
    assert len(channel.taken) == 1
    assert {row.state for row in await rows(world, Event.EDITED)} == {State.SENT}


async def test_a_message_that_cannot_be_changed_any_more_gets_one_behind_it(
    editing: tuple[World, EditingChannel],
) -> None:
    world, channel = editing
    channel.frozen = True
    await news(world, "Council narrows sanctions on insurers", *OLD)
    assert channel.edits == []
    (_, told), (_, behind) = channel.taken
    assert (told.follows, behind.follows) == ("", "1")
    assert len(await edits(world)) == 1


async def test_a_change_without_an_answer_is_made_again_and_no_repeat(
    editing: tuple[World, EditingChannel],
) -> None:
    world, channel = editing
    channel.edit_script = [Unknown("no answer"), Refused("busy")]
    await news(world, "Council narrows sanctions on insurers", *OLD)
    for _ in range(2):
        world.clock.forward(minutes=30)
        await world.deliverer.flush()
    assert len(channel.taken) == 1
    assert len({message.parts["body"] for _, message in channel.edits}) == 1
    (row,) = await rows(world, Event.EDITED)
    assert (row.state, row.receipt) == (State.SENT, "1")


async def test_what_came_in_one_message_with_others_is_not_changed(world: World) -> None:
    channel = EditingChannel()
    world.channel = channel
    await world.wire([watch("sanctions OR coal")], burst=1)
    await news(world, *OLD)
    await news(world, "Council widens sanctions on insurers", "Coal moves by night in small ships", *OLD)
    await news(world, "Council narrows sanctions on insurers", "Coal moves by night in small ships", *OLD)
    assert channel.edits == []
    assert len(await edits(world)) == 1
