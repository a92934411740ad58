"""What comes back after a time in which more was published than one page holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.gap.conftest import MakeBot
from tests.gap.site import STYLES
from watcher.gap import End
from watcher.identity import day_of
from watcher.models import Article, Event


def told(articles: Sequence[Article]) -> list[int]:
    """Return the numbers of the stories, in order."""
    return [int(article.title.split("number ")[1].split()[0]) for article in articles]


@pytest.mark.parametrize("style", STYLES)
async def test_exactly_what_was_missed_comes_newest_first(bot: MakeBot, style: str) -> None:
    here = await bot(STYLES[style]())
    await here.baseline(30)
    here.publish(25)
    filled = await here.poll()
    assert told(filled.changes.new) == list(range(54, 29, -1))
    assert (filled.end, filled.end.closed, filled.pages) == (End.KNOWN, True, 3)
    assert told(filled.changes.page) == list(range(54, 44, -1))
    assert here.progress == [(2, 20), (3, 25)]
    rows = await here.queued(Event.ALERT)
    assert len(rows) == len({row.id for row in rows}) == 2 * 25
    assert await here.queued(Event.NOTICE) == []


async def test_a_list_without_dates_is_followed_too(bot: MakeBot) -> None:
    site = STYLES["older posts"]()
    site.dated = False
    here = await bot(site)
    await here.baseline(30)
    here.publish(25)
    assert told((await here.poll()).changes.new) == list(range(54, 29, -1))


@pytest.mark.parametrize("style", STYLES)
async def test_the_next_poll_finds_nothing_more(bot: MakeBot, style: str) -> None:
    here = await bot(STYLES[style]())
    await here.baseline(30)
    here.publish(25)
    await here.poll()
    here.site.asked.clear()
    here.later(minutes=5)
    again = await here.poll()
    assert (again.changes.new, again.end) == ((), End.NO_GAP)
    assert len(here.site.asked) == 1


async def test_a_known_article_on_page_2_ends_the_search_there(bot: MakeBot) -> None:
    here = await bot(STYLES["numbered folders"]())
    await here.baseline(30)
    here.publish(12)
    filled = await here.poll()
    assert told(filled.changes.new) == list(range(41, 29, -1))
    assert here.site.asked == ["/news/", "/news/page/2/"]


async def test_the_first_poll_reads_one_page(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    here.site.publish(40)
    filled = await here.poll()
    assert (filled.end, len(filled.changes.new)) == (End.NO_GAP, 10)
    assert here.site.asked == ["/news/"]
    assert await here.queued(Event.ALERT) == []


async def test_one_known_article_is_enough_to_stay_on_the_page(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    await here.baseline(30)
    here.publish(9)
    filled = await here.poll()
    assert told(filled.changes.new) == list(range(38, 29, -1))
    assert here.site.asked == ["/news/"]


async def test_a_list_that_was_empty_has_no_gap(bot: MakeBot) -> None:
    here = await bot(STYLES["atom rel=next"]())
    await here.baseline(0)
    here.publish(25)
    assert (await here.poll()).end is End.NO_GAP


async def test_articles_that_come_while_we_page_are_told_once(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    await here.baseline(30)
    here.publish(25)
    here.site.before_answer[2] = lambda: here.publish(3)
    filled = await here.poll()
    assert told(filled.changes.new) == list(range(54, 29, -1))
    here.later(minutes=5)
    assert told((await here.poll()).changes.new) == [57, 56, 55]
    rows = await here.queued(Event.ALERT)
    assert len(rows) == len({row.id for row in rows}) == 2 * 28


async def test_a_pinned_article_hides_no_gap(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    here.site.publish(30)
    pinned = here.site.stories.pop(12)
    everything = here.site.page
    here.site.page = lambda number: [pinned, *everything(number)]  # type: ignore[method-assign]
    await here.poll()
    here.later(days=3)
    here.publish(25)
    filled = await here.poll()
    assert len(told(filled.changes.new)) == 25
    assert (filled.end, filled.pages) == (End.KNOWN, 3)


async def test_nothing_below_the_known_articles_is_news(bot: MakeBot) -> None:
    here = await bot(STYLES["rel=next"]())
    await here.baseline(30)
    here.site.per_page = 20
    here.publish(25)
    filled = await here.poll()
    assert told(filled.changes.new) == list(range(54, 29, -1))


async def test_dates_from_before_the_last_poll_end_the_search_where_addresses_and_titles_are_new(
    bot: MakeBot,
) -> None:
    here = await bot(STYLES["rel=next"]())
    await here.baseline(10)
    here.later(days=30)
    for back in range(40):
        here.site.publish(1, at=here.now - timedelta(days=39 - back) - timedelta(minutes=50))
    del here.site.stories[-10:]
    here.later(minutes=1)
    filled = await here.poll()
    assert filled.end is End.OLDER
    oldest = min(day for article in filled.changes.new if (day := day_of(article.published)))
    assert oldest >= (here.now - timedelta(days=35, minutes=1)).date()


async def test_nothing_is_lost_when_it_dies_before_the_commit(bot: MakeBot) -> None:
    here = await bot(STYLES["numbered pager"]())
    await here.baseline(30)
    here.publish(25)
    await here.poll(commit=False)
    assert told((await here.poll()).changes.new) == list(range(54, 29, -1))
