"""Where a search for missed articles ends without a known one, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from aiohttp import web

from tests.gap.conftest import Bot, MakeBot
from tests.gap.site import STYLES, Site, html, in_path, in_query, jsonfeed, link_to, nothing, rel_next, rss
from watcher.gap import End, Filled
from watcher.models import Event
from watcher.wording.stored import restored

LONG = ["rel=next", "numbered folders", "load more"]


async def gap(here: Bot, published: int = 90) -> Filled:
    """Be away while a lot is published; return what the next poll finds."""
    await here.baseline(30)
    here.publish(published)
    return await here.poll()


async def notices(here: Bot) -> list[str]:
    return [str(restored(row.text)) for row in await here.queued(Event.NOTICE)]


@pytest.mark.parametrize("style", LONG)
async def test_a_long_list_is_read_to_the_set_depth_and_the_rest_is_told_once(
    bot: MakeBot, style: str
) -> None:
    here = await bot(STYLES[style]())
    filled = await gap(here)
    assert (filled.end, filled.pages, len(filled.changes.new)) == (End.MAX_PAGES, 6, 60)
    assert len(here.site.asked) == 6
    told = await here.queued(Event.NOTICE)
    assert [row.destination for row in told] == ["desk", "night"]
    assert str(restored(told[0].text)) == (
        "Some articles of The News between Mon 19:00 and Thu 19:00 may be missing: the newest 60 were read "
        "and none of them was known; it goes on for more pages than are followed. "
        f"Read them at {here.source.url}"
    )
    here.later(minutes=5)
    await here.poll()
    assert len(await here.queued(Event.NOTICE)) == 2


async def test_no_older_page_is_read_when_that_is_off(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    here.max_pages = 0
    filled = await gap(here, 25)
    assert (filled.end, len(filled.changes.new), len(here.site.asked)) == (End.MAX_PAGES, 10, 1)
    assert len(await notices(here)) == 2


async def test_a_feed_without_pages_is_told_as_the_newest_few(bot: MakeBot) -> None:
    here = await bot(Site(rss, in_query("page"), home="/feed"))
    filled = await gap(here, 25)
    assert (filled.end, len(filled.changes.new)) == (End.NO_PAGER, 10)
    assert here.site.asked == ["/feed"]
    assert "the list shows only its newest 10 and none of them was known. Read" in (await notices(here))[0]


async def test_a_page_that_fails_for_a_moment_is_asked_for_again(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    here.site.instead[2] = [web.Response(status=503, headers={"Retry-After": "9"}), web.Response(status=502)]
    filled = await gap(here, 25)
    assert (filled.end, len(filled.changes.new)) == (End.KNOWN, 25)
    assert here.pauses == [9.0, 15.0]


async def test_a_page_that_goes_on_failing_ends_the_search_and_is_told(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    here.site.instead[3] = [web.Response(status=500) for _ in range(9)]
    filled = await gap(here)
    assert (filled.end, filled.pages, len(filled.changes.new)) == (End.FAILED, 2, 20)
    assert here.site.asked.count("/news/?page=3") == 3
    text = (await notices(here))[0]
    assert "the newest 20 were read and none of them was known; page 3 could not be read" in text
    assert "500 Internal Server Error" in text


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_page_that_there_is_not_is_asked_for_once(bot: MakeBot, status: int) -> None:
    here = await bot(STYLES["rel=next"]())
    here.site.instead[2] = [web.Response(status=status) for _ in range(9)]
    filled = await gap(here)
    assert (filled.end, filled.pages, here.pauses) == (End.FAILED, 1, [])
    assert here.site.asked.count("/news/?page=2") == 1


@pytest.mark.parametrize("own", [0, 2])
async def test_a_source_may_say_itself_how_far_it_is_followed(bot: MakeBot, own: int) -> None:
    here = await bot(STYLES["rel=next"]())
    here.own_max_pages = own
    filled = await gap(here)
    assert (filled.end, filled.pages) == (End.MAX_PAGES, own + 1)


async def test_a_host_that_wants_a_long_rest_gets_it(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    here.site.instead[2] = [web.Response(status=429, headers={"Retry-After": "600"})]
    filled = await gap(here)
    assert (filled.end, filled.pages, here.pauses) == (End.FAILED, 1, [])


async def test_a_page_that_is_no_list_ends_the_search(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    here.site.instead[2] = [web.Response(text="", content_type="text/html")]
    filled = await gap(here)
    assert (filled.end, filled.detail) == (End.FAILED, "the page is empty")


def goes_round(form: str) -> Callable[[Site, int], str]:
    """Name a next page that is one of the first two, for ever."""
    return lambda site, number: f'<link rel="next" href="{form.format(n=2 if number == 1 else 1)}">'


async def test_a_pager_that_goes_round_ends_where_it_began(bot: MakeBot) -> None:
    here = await bot(Site(html(nothing, goes_round("?page={n}")), in_query("page")))
    filled = await gap(here)
    assert (filled.end, filled.pages) == (End.REPEATS, 2)
    assert "page 3 only repeats them" in (await notices(here))[0]


async def test_one_page_under_every_number_is_read_twice_at_most(bot: MakeBot) -> None:
    here = await bot(Site(html(nothing, rel_next("?page={n}")), lambda request: 1))
    filled = await gap(here)
    assert (filled.end, filled.pages, len(filled.changes.new)) == (End.REPEATS, 1, 10)
    assert len(here.site.asked) == 2


async def test_a_redirect_back_to_the_first_page_ends_the_search(bot: MakeBot) -> None:
    here = await bot(STYLES["numbered folders"]())
    here.site.instead[2] = [web.Response(status=301, headers={"Location": "/news/"})]
    filled = await gap(here)
    assert (filled.end, filled.pages) == (End.REPEATS, 1)


async def test_a_list_that_ends_before_anything_known_is_told(bot: MakeBot) -> None:
    here = await bot(STYLES["older posts"]())
    await here.baseline(30)
    here.publish(25)
    del here.site.stories[-30:]
    filled = await here.poll()
    assert (filled.end, len(filled.changes.new)) == (End.LAST_PAGE, 25)
    assert "the list ends after its newest 25 and none of them was known" in (await notices(here))[0]


async def test_another_host_is_never_asked(bot: MakeBot) -> None:
    here = await bot(
        Site(html(nothing, rel_next("http://elsewhere.invalid/news/?page={n}")), in_query("page"))
    )
    filled = await gap(here)
    assert (filled.end, filled.pages) == (End.ELSEWHERE, 1)
    assert "the page after them is another list" in (await notices(here))[0]


async def test_a_link_to_more_news_is_no_next_page(bot: MakeBot) -> None:
    here = await bot(Site(html(link_to("/sport/", "More news")), in_path(r"/page/(\d+)")))
    filled = await gap(here)
    assert (filled.end, here.site.asked) == (End.ELSEWHERE, ["/news/"])


async def test_a_page_whose_items_link_elsewhere_is_another_list(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    other = "".join(
        f'<article><h2><a href="https://ads.example/{n}/x">Buy the wonderful product {n} today</a></h2>'
        f"<p>It is cheaper than it was, and better than it was, {n} times over.</p></article>"
        for n in range(10)
    )
    here.site.instead[2] = [web.Response(text=f"<main>{other}</main>", content_type="text/html")]
    filled = await gap(here)
    assert (filled.end, len(filled.changes.new)) == (End.ELSEWHERE, 10)


async def test_secret_headers_go_to_the_sources_own_pages_alone(bot: MakeBot) -> None:
    here = await bot(Site(jsonfeed, in_query("page")))
    seen: list[str | None] = []
    answer = here.site.number_of

    def noting(request: web.Request) -> int:
        seen.append(request.headers.get("X-Key"))
        return answer(request)

    here.site.number_of = noting
    here.headers = (("X-Key", "secret"),)
    await gap(here, 25)
    assert seen == ["secret"] * 4


async def test_a_list_of_two_that_turns_over_worries_nobody(bot: MakeBot) -> None:
    here = await bot(Site(rss, in_query("page"), home="/feed", per_page=2))
    filled = await gap(here, 2)
    assert (filled.end, filled.end.closed) == (End.NO_PAGER, False)
    assert await notices(here) == []


async def test_a_list_that_outruns_its_polls_is_told_once_a_day(bot: MakeBot) -> None:
    here = await bot(Site(rss, in_query("page"), home="/feed"))
    await here.baseline(10)
    await here.poll()
    for _ in range(5):
        here.later(minutes=5)
        here.publish(10)
        await here.poll()
    assert len(await notices(here)) == 2
    here.later(days=1, hours=-6)
    await here.poll()
    here.later(minutes=5)
    here.publish(10)
    await here.poll()
    assert len(await notices(here)) == 4


async def test_undated_articles_without_end_are_no_news_on_older_pages_when_we_were_there_all_along(
    bot: MakeBot,
) -> None:
    site = STYLES["rel=next"]()
    site.dated = False
    here = await bot(site)
    here.site.publish(30)
    await here.poll()
    here.later(minutes=5)
    here.publish(90)
    filled = await here.poll()
    assert (filled.end, filled.unknown, len(filled.changes.new)) == (End.MAX_PAGES, 60, 10)
    assert "the newest 60 were read" in (await notices(here))[0]


async def test_after_a_long_absence_the_day_is_named(bot: MakeBot) -> None:
    here = await bot(Site(rss, in_query("page"), home="/feed"))
    await here.baseline(30)
    here.later(days=20)
    here.publish(25)
    await here.poll()
    assert "between 2 Mar 2026, 19:00 and Wed 19:00 may be missing" in (await notices(here))[0]
