"""Polls that break what a source usually yields, as sequences on a real store."""

from __future__ import annotations

import itertools
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from tests.drift import pages
from tests.drift.pages import count_down, listing
from tests.loops.conftest import SOURCE, World, watch
from watcher.demo.articles import Story
from watcher.demo.layouts import LAYOUTS
from watcher.errors import FetchError
from watcher.models import Cause, Doubt, Event, SourceState
from watcher.polling.outage import SETTLED
from watcher.reports import PollOutcome, PollReport
from watcher.service import journal
from watcher.store.registry import open_store

BROKEN = {
    "a log-in form": pages.LOG_IN,
    "a check for robots (a captcha or the like)": pages.CAPTCHA,
    "a check for robots": pages.CAPTCHA_RUSSIAN,
    "a maintenance notice": pages.MAINTENANCE,
    "the empty shell of a page that its scripts fill in": pages.SHELL,
    "a question about cookies or consent": pages.CONSENT,
    "the notice of a parked domain": pages.PARKED,
    "something else": pages.EMPTIED,
}


async def shows(world: World, html: str, *, polls: int = 1) -> PollReport:
    """Let the site show a page for some polls, an hour apart; return the report of the last."""
    world.site.html = html
    for _ in range(polls):
        world.clock.forward(hours=1)
        await world.poll()
    report = world.reports[-1]
    assert isinstance(report, PollReport)
    return report


async def started(world: World, html: str) -> SourceState:
    """Watch everything on a site that shows a page from the start."""
    await world.wire([watch("council")])
    await shows(world, html, polls=2)
    return await world.store.source_state(SOURCE.id)


async def alerts(world: World) -> int:
    return sum(row.event is Event.ALERT for row in await world.store.deliveries(limit=1000))


async def notices(world: World) -> list[str]:
    rows = await world.store.deliveries(limit=1000)
    return [row.text for row in reversed(rows) if row.event is Event.NOTICE]


@pytest.mark.parametrize("looks", BROKEN)
async def test_a_page_that_is_no_listing_is_told_once_and_then_its_end_with_what_was_new(
    world: World, looks: str
) -> None:
    before = await started(world, listing(count_down(20)))
    report = await shows(world, BROKEN[looks])
    assert report.outcome is PollOutcome.FAILED
    (told,) = await notices(world)
    assert told.startswith("The News: 0 of usually 10 items")
    assert f"looks like {looks}" in told
    await shows(world, BROKEN[looks], polls=5)
    during = await world.store.source_state(SOURCE.id)
    assert await notices(world) == [told]
    assert (during.page_ids, during.profile, during.validators) == (
        before.page_ids,
        before.profile,
        before.validators,
    )
    assert (during.failures, during.error) == (6, during.doubt and during.doubt.reason)
    report = await shows(world, listing(count_down(22)))
    assert [article.title for article in report.new] == [story.title for story in count_down(22, 2)]
    assert await alerts(world) == 2
    assert (await notices(world))[1:] == [
        "The News is well again after 6 failed polls: 10 articles read, 2 of them new."
    ]


async def test_a_listing_that_comes_back_unchanged_is_well_again(world: World) -> None:
    page = listing(count_down(20))
    await started(world, page)
    await shows(world, pages.CAPTCHA)
    await shows(world, page)
    state = await world.store.source_state(SOURCE.id)
    assert (state.doubt, state.failures) == (None, 0)
    assert "well again after 1 failed poll: 10 articles read, 0 of them new" in (await notices(world))[1]


async def test_each_occasion_is_told_anew(world: World) -> None:
    await started(world, listing(count_down(20)))
    for top in (21, 22):
        await shows(world, pages.CAPTCHA, polls=2)
        await shows(world, listing(count_down(top)), polls=SETTLED)
    assert len(await notices(world)) == 4
    assert await alerts(world) == 2


async def test_what_comes_and_goes_is_one_occasion_and_hides_no_news(world: World) -> None:
    await started(world, listing(count_down(20)))
    for top in range(21, 31):
        await shows(world, pages.CAPTCHA)
        await shows(world, listing(count_down(top)))
    told = await notices(world)
    assert len(told) == 3
    assert "well again" in told[1]
    assert "comes and goes, and fails again: 0 of usually 10 items; the page now looks like" in told[2]
    assert await alerts(world) == 10
    await shows(world, listing(count_down(30)), polls=SETTLED - 2)
    assert len(await notices(world)) == 3
    await shows(world, listing(count_down(30)))
    assert "The News is well again: 6 good polls, after it came and went 10 times." in await notices(world)
    await shows(world, pages.CAPTCHA)
    assert len(await notices(world)) == 5


async def test_an_outage_that_comes_and_goes_is_one_occasion_too(world: World) -> None:
    await started(world, listing(count_down(20)))
    for _ in range(5):
        world.site.error = FetchError("n.example: 502 Bad Gateway", status=502)
        await shows(world, listing(count_down(20)), polls=3 * 8)
        world.site.error = None
        await shows(world, listing(count_down(20)), polls=2)
    assert [("comes and goes" in text, "well again" in text) for text in await notices(world)] == [
        (False, False),
        (False, True),
        (True, False),
    ]


async def test_another_wrong_page_and_a_dead_server_are_the_same_occasion(world: World) -> None:
    await started(world, listing(count_down(20)))
    await shows(world, pages.MAINTENANCE)
    await shows(world, pages.LOG_IN)
    world.site.error = FetchError("n.example: 503 Service Unavailable")
    await shows(world, pages.LOG_IN, polls=4)
    world.site.error = None
    assert len(await notices(world)) == 1
    await shows(world, listing(count_down(21)))
    assert len(await notices(world)) == 2
    assert await alerts(world) == 1


async def test_a_page_that_is_not_believed_is_kept_and_named(world: World) -> None:
    await started(world, listing(count_down(20)))
    await shows(world, pages.LOG_IN, polls=2)
    (kept,) = world.pages.pages(SOURCE.id)
    assert kept.read_text("utf-8") == pages.LOG_IN
    assert f"kept as {kept}" in (await notices(world))[0]


async def test_a_doubt_is_told_once_though_the_service_restarts(world: World, tmp_path: Path) -> None:
    await started(world, listing(count_down(20)))
    await shows(world, pages.LOG_IN)
    await world.store.close()
    world.store = await open_store(tmp_path / "watcher.db")
    await world.wire([watch("council")])
    await shows(world, pages.LOG_IN, polls=2)
    assert len(await notices(world)) == 1
    await shows(world, listing(count_down(21)))
    assert len(await notices(world)) == 2
    assert await alerts(world) == 1
    await world.store.close()


async def test_a_doubt_that_was_noted_just_before_a_crash_is_told_all_the_same(world: World) -> None:
    await started(world, listing(count_down(20)))
    doubt = Doubt(since=world.clock.now, cause=Cause.UNREADABLE, reason="0 of usually 10 items")
    await world.store.poll_failed(SOURCE.id, world.clock.now, doubt.reason, None, doubt)
    await shows(world, pages.LOG_IN, polls=2)
    assert len(await notices(world)) == 1


async def test_a_source_that_never_was_a_listing_is_told_like_an_outage(world: World) -> None:
    await world.wire([watch("council")])
    await shows(world, pages.SHELL, polls=2)
    assert await notices(world) == []
    await shows(world, pages.SHELL)
    (told,) = await notices(world)
    assert "cannot be read: no list was found" in told


async def test_a_cut_page_is_not_believed_at_first_and_loses_nothing(world: World) -> None:
    await started(world, listing(count_down(60, 50)))
    report = await shows(world, listing(count_down(61, 3)))
    assert report.error == "3 of usually 50 items"
    report = await shows(world, listing(count_down(62, 50)))
    assert len(report.new) == 2
    assert await alerts(world) == 2


async def test_a_listing_that_stays_short_counts_as_usual_after_a_while(world: World) -> None:
    await started(world, listing(count_down(60, 50)))
    await shows(world, listing(count_down(61, 3)), polls=2)
    report = await shows(world, listing(count_down(62, 3)))
    assert [article.title for article in report.new] == [s.title for s in count_down(62, 2)]
    assert "counts as usual, as 3 polls in a row showed it" in (await notices(world))[1]
    assert (await shows(world, listing(count_down(63, 3)))).outcome is PollOutcome.CHANGED
    assert (await shows(world, listing(count_down(64, 50)))).outcome is PollOutcome.CHANGED
    assert (await shows(world, listing(count_down(65, 3)))).outcome is PollOutcome.CHANGED
    assert len(await notices(world)) == 2


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(LAYOUTS, 2)))
async def test_a_redesign_of_the_same_items_is_one_line_in_the_log(
    world: World, before: str, after: str, caplog: pytest.LogCaptureFixture
) -> None:
    await started(world, listing(count_down(20), before))
    world.reports.clear()
    await shows(world, listing(count_down(20), after))
    await shows(world, listing(count_down(20), after) + " ")
    with caplog.at_level(logging.INFO, "watcher"):
        for report in world.reports:
            journal.write(report)
    (line,) = caplog.messages
    assert line.startswith("news: the page was redesigned")
    assert await world.store.deliveries() == ()
    await shows(world, listing(count_down(21), after))
    assert await alerts(world) == 1


def restyled(story: Story) -> Story:
    """Return the story with other quotes and another label."""
    return replace(story, title=story.title.replace("“", '"').replace("”", '"'), label="Exclusive")


async def test_restyled_quotes_and_other_labels_are_no_news(world: World) -> None:
    quoted = [replace(s, title=s.title.replace("the old", "“the old”")) for s in count_down(20)]
    await started(world, listing(quoted, "labelled"))
    report = await shows(world, listing([restyled(s) for s in quoted], "labelled"))
    assert report.outcome is PollOutcome.UNCHANGED
    assert await world.store.deliveries() == ()


async def test_the_same_page_twice_is_nothing_and_two_more_are_two_alerts(world: World) -> None:
    await started(world, listing(count_down(20)))
    assert await world.store.deliveries() == ()
    report = await shows(world, listing(count_down(22)))
    assert len(report.new) == await alerts(world) == 2


async def test_a_page_of_nothing_but_new_articles_in_the_usual_looks_is_believed(world: World) -> None:
    await started(world, listing(count_down(20)))
    report = await shows(world, listing(count_down(40)))
    assert len(report.new) == await alerts(world) == 10
    assert await notices(world) == []


@pytest.mark.parametrize("layout", ["cards", "table", "bare"])
async def test_a_page_that_becomes_longer_shows_old_articles_and_new_ones(world: World, layout: str) -> None:
    await started(world, listing(count_down(40)))
    await shows(world, listing(count_down(40), "bare"))
    report = await shows(world, listing(count_down(40, 30), layout))
    assert report.new == ()
    assert "the page became longer: 20 older articles were noted without an alert" in report.remark
    report = await shows(world, listing(count_down(41, 30), layout))
    assert [article.title for article in report.new] == [count_down(41)[0].title]
    assert await alerts(world) == 1


async def test_a_list_of_most_read_in_place_of_the_listing_alerts_nobody(world: World) -> None:
    await started(world, listing(count_down(20)))
    report = await shows(world, pages.MOST_READ, polls=10)
    assert "no list was found: the page looks like menus without a list of articles" in report.error
    assert len(await notices(world)) == 1
    await shows(world, listing(count_down(21)))
    assert await alerts(world) == 1


async def test_a_list_of_old_articles_in_place_of_the_listing_alerts_nobody(world: World) -> None:
    await started(world, listing(count_down(20)))
    report = await shows(world, pages.OTHER_LIST, polls=10)
    assert "none of the 10 items is known" in report.error
    assert len(await notices(world)) == 1
    await shows(world, listing(count_down(21)))
    assert await alerts(world) == 1


async def test_a_list_that_says_itself_that_it_is_empty_becomes_usual(world: World) -> None:
    await started(world, listing(count_down(20)))
    report = await shows(world, pages.SAYS_EMPTY)
    assert report.error == "0 of usually 10 items"
    report = await shows(world, pages.SAYS_EMPTY, polls=2)
    assert (report.outcome, report.read) == (PollOutcome.UNCHANGED, 0)
    assert len(await notices(world)) == 2
    report = await shows(world, listing(count_down(21, 1)))
    assert [article.title for article in report.new] == [count_down(21)[0].title]
    await shows(world, listing(count_down(21)))
    assert (await shows(world, pages.SAYS_EMPTY)).outcome is PollOutcome.UNCHANGED
    assert len(await notices(world)) == 2
    assert await alerts(world) == 1


async def test_a_source_that_is_empty_from_the_start_alerts_on_its_first_article(world: World) -> None:
    await started(world, pages.SAYS_EMPTY)
    await shows(world, listing(count_down(5, 1)))
    assert await alerts(world) == 1
    await shows(world, pages.SAYS_EMPTY)
    assert await notices(world) == []


def renamed(numbers: list[Story]) -> list[Story]:
    """Return the stories as a new system might carry them over: other titles, other addresses."""
    return [replace(s, title=f"{s.title.split(' by ')[0]} ({s.title.split()[-1]})") for s in numbers]


async def test_an_unknown_page_in_new_looks_is_noted_without_alerts_and_goes_on_from_there(
    world: World,
) -> None:
    await started(world, listing(count_down(20)))
    old = renamed(count_down(20))
    world.clock.forward(days=30)
    report = await shows(world, listing(old, "table"))
    assert "they stand elsewhere on the page than usual" in report.error
    await shows(world, listing([*renamed(count_down(21, 1)), *old[:9]], "table"))
    report = await shows(world, listing([*renamed(count_down(21, 1)), *old[:9]], "table"))
    assert [article.title for article in report.new] == [renamed(count_down(21, 1))[0].title]
    assert "9 of its articles were noted without an alert" in (await notices(world))[1]
    await shows(world, listing([*renamed(count_down(22, 2)), *old[:8]], "table"))
    assert await alerts(world) == 2
    assert len(await notices(world)) == 2


async def test_an_operator_can_accept_what_would_never_be_believed(world: World) -> None:
    await started(world, listing(count_down(20)))
    await shows(world, pages.OTHER_LIST, polls=5)
    world.pages.accept(SOURCE.id, world.clock.now)
    report = await shows(world, pages.OTHER_LIST)
    assert (report.outcome, report.read, report.new) == (PollOutcome.UNCHANGED, 10, ())
    assert "as an operator accepted" in (await notices(world))[1]
    assert await alerts(world) == 0


async def test_what_was_accepted_once_is_doubted_the_next_time(world: World) -> None:
    await started(world, listing(count_down(20)))
    world.pages.accept(SOURCE.id, world.clock.now)
    assert (await shows(world, pages.OTHER_LIST, polls=3)).outcome is PollOutcome.FAILED


async def test_looking_keeps_no_page_and_tells_nobody(world: World) -> None:
    before = await started(world, listing(count_down(20)))
    world.site.html = pages.LOG_IN
    report = await world.poller.look(SOURCE)
    assert "looks like a log-in form" in report.error
    assert world.pages.pages(SOURCE.id) == ()
    assert await notices(world) == []
    assert await world.store.source_state(SOURCE.id) == before
