"""Old articles on a page that became longer, and what must not be taken for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from watcher.diff import Changes
from watcher.drift.backlog import backlog
from watcher.models import Article

TODAY = date(2026, 3, 2)
TEN = [str(n) for n in range(10)]


def changes(
    known: Sequence[str], below: int, *, above: int = 0, day: date | None = TODAY, gap: int = 1
) -> Changes:
    """Return a page with new articles above and below known ones; those below are `gap` days older."""

    def articles(ids: Sequence[str], published: date | None) -> tuple[Article, ...]:
        return tuple(Article(id=one, title=one, published=published) for one in ids)

    fresh = articles([f"a{n}" for n in range(above)], day)
    old = articles([f"b{n}" for n in range(below)], day and day - timedelta(days=gap))
    page = (*fresh, *articles(known, day), *old)
    return Changes(page=page, new=(*fresh, *old), edited=(), renamed=(), unchanged=(), before={})


@pytest.mark.parametrize("day", [TODAY, None])
def test_what_stands_below_the_last_page_of_a_longer_one_is_old(day: date | None) -> None:
    assert backlog(changes(TEN, 10, above=2, day=day), TEN) == {f"b{n}" for n in range(10)}


@pytest.mark.parametrize("day", [TODAY, None])
@pytest.mark.parametrize(("known", "below"), [(TEN, 4), (TEN[:6], 6), ([], 20)])
def test_a_page_that_is_hardly_longer_or_not_known_has_only_news(
    known: list[str], below: int, day: date | None
) -> None:
    assert backlog(changes(known, below, day=day), TEN) == frozenset()


def test_a_later_date_below_is_news() -> None:
    assert backlog(changes(TEN, 10, gap=-1), TEN) == frozenset()


def test_without_dates_a_missing_article_of_the_last_page_makes_it_news() -> None:
    assert backlog(changes(TEN[1:], 10, day=None), TEN) == frozenset()


def test_two_articles_below_a_short_list_are_news() -> None:
    assert backlog(changes(TEN[:2], 2), TEN[:2]) == frozenset()
