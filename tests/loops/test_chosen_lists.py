"""A poll reads what the operator chose: by selectors, or a page's feed in place of the page."""

from __future__ import annotations

from dataclasses import replace

from tests.loops.conftest import SOURCE, World, watch
from watcher.models import Select, Source
from watcher.reports import PollOutcome, PollReport

TITLES = [f"Harbor story number {n} with a headline of its own" for n in range(6)]
PAGE = replace(SOURCE, url="https://n.example/news/")
SELECTED = replace(PAGE, select=Select(item="ul.latest > li"))


def page(latest: list[str], *, css: str = "latest", best: str = "A story that many have read") -> str:
    rows = "".join(
        f"<li><a href='https://n.example/{title.lower().replace(' ', '-')}'>{title}</a></li>"
        for title in latest
    )
    main = "".join(
        f"<article><h2><a href='/best/{n}'>{best}, number {n}</a></h2><p>Told in a sentence.</p></article>"
        for n in range(6)
    )
    return f"<html><body><main>{main}</main><ul class='{css}'>{rows}</ul></body></html>"


async def polled(world: World, source: Source) -> PollReport:
    return await world.poller.poll(source)


async def test_a_selected_list_is_polled_in_place_of_the_main_one(world: World) -> None:
    await world.wire([watch("harbor OR many")])
    world.site.html = page(TITLES[1:])
    await polled(world, SELECTED)
    world.site.html = page(TITLES, best="Another story that many have read")
    report = await polled(world, SELECTED)
    assert [article.title for article in report.new] == TITLES[:1]
    assert len(report.queued) == 1


async def test_a_selector_that_finds_nothing_fails_the_poll_and_forgets_nothing(world: World) -> None:
    await world.wire([watch("harbor")])
    world.site.html = page(TITLES[1:])
    await polled(world, SELECTED)
    world.site.html = page(TITLES[1:], css="newest")
    report = await polled(world, SELECTED)
    assert report.outcome is PollOutcome.FAILED
    assert "select.item found nothing; the page has 11 links" in report.error
    world.clock.forward(hours=1)
    world.site.html = page(TITLES)
    report = await polled(world, SELECTED)
    assert [article.title for article in report.new] == TITLES[:1]


async def test_changing_from_a_page_to_its_feed_and_back_is_no_news(world: World) -> None:
    await world.wire([watch("harbor OR many")])
    world.site.titles = TITLES
    feed = replace(SOURCE, url="https://n.example/news/feed")
    world.site.html = page(TITLES)
    await polled(world, SELECTED)
    for source, html in ((feed, None), (SELECTED, page(TITLES)), (feed, None)):
        world.site.html = html
        report = await polled(world, source)
        assert report.outcome is not PollOutcome.FAILED, report.error
        assert (report.new, report.edited, report.queued) == ((), (), ())


async def test_what_only_the_feed_shows_is_new_when_it_takes_the_pages_place(world: World) -> None:
    await world.wire([watch("harbor")])
    world.site.html = page(TITLES[:4])
    await polled(world, SELECTED)
    world.site.html, world.site.titles = None, TITLES
    report = await polled(world, replace(SOURCE, url="https://n.example/news/feed"))
    assert [article.title for article in report.new] == TITLES[4:]


async def test_selectors_for_another_list_of_a_known_page_send_nothing_by_themselves(world: World) -> None:
    await world.wire([watch("harbor OR many")])
    world.site.html = page(TITLES)
    await polled(world, PAGE)
    world.site.html = page(TITLES, best="Another story that many have read")
    report = await polled(world, SELECTED)
    assert report.outcome is PollOutcome.FAILED
    assert "none of the 6 items is known" in report.error
    assert report.queued == ()
