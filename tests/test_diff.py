from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.diff import Changes, diff
from watcher.identity import articles
from watcher.models import Article, Item, Kind, Known, Listing

SOURCE = "https://news.example/world"
DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Memory:
    """What a store would remember of one source."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}
        self.last_page: tuple[str, ...] = ()

    def poll(self, items: Iterable[Item]) -> Changes:
        changes = diff(
            articles(Listing(kind=Kind.HTML, items=tuple(items)), SOURCE), self.known, self.last_page
        )
        for article in (*changes.new, *changes.edited, *changes.renamed):
            for key in article.keys:
                self.known[key] = remembered(article)
        self.last_page = tuple(article.id for article in changes.page)
        return changes


def remembered(article: Article) -> Known:
    return Known(
        id=article.id, title=article.title, url=article.url, keys=article.keys, published=article.published
    )


def after(items: Iterable[Item]) -> Memory:
    memory = Memory()
    memory.poll(items)
    return memory


def is_quiet(changes: Changes) -> bool:
    return not (changes.new or changes.edited)


def linked(*names: str, published: date | None = None) -> list[Item]:
    return [
        Item(title=f"On {name}", url=f"https://news.example/{name}", published=published) for name in names
    ]


def bare(*names: str, published: date | None = None) -> list[Item]:
    return [Item(title=f"On {name}", published=published) for name in names]


@st.composite
def pages(draw: st.DrawFn, min_size: int = 0) -> list[Item]:
    """Pages of distinct articles: linked or bare, dated or not, with guids or without."""
    numbers = draw(st.lists(st.integers(0, 999), unique=True, min_size=min_size, max_size=12))
    has_link, has_date, has_guid = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    return [
        Item(
            title=f"The president's “{n}th” plan - part {n}",
            url=f"https://news.example/{n}" if has_link else None,
            published=DAY - timedelta(days=n % 7) if has_date else None,
            guid=str(n) if has_guid else None,
            labels=draw(st.sampled_from([(), ("Podcast",)])),
        )
        for n in numbers
    ]


@given(pages())
def test_the_first_page_is_all_new_in_its_order(page: list[Item]) -> None:
    changes = Memory().poll(page)
    assert [article.title for article in changes.new] == [item.title for item in page]


@given(pages(), st.randoms())
def test_the_same_page_in_any_order_is_nothing(page: list[Item], dice: Random) -> None:
    memory = after(page)
    assert is_quiet(memory.poll(page))
    shuffled = dice.sample(page, len(page))
    changes = memory.poll(shuffled)
    assert is_quiet(changes)
    assert [article.title for article in changes.page] == [item.title for item in shuffled]


@given(pages(min_size=3))
def test_a_page_moved_on_by_two_has_exactly_two_new(page: list[Item]) -> None:
    memory = after(page[2:])
    changes = memory.poll(page[:-1])
    assert [article.title for article in changes.new] == [item.title for item in page[:2]]
    assert not changes.edited


@given(pages())
def test_restyled_quotes_and_changed_labels_are_nothing(page: list[Item]) -> None:
    memory = after(page)
    styles = str.maketrans("'“”-", "’\"'—")
    assert is_quiet(
        memory.poll(
            replace(item, title=item.title.translate(styles).upper(), labels=("New",)) for item in page
        )
    )


@given(pages(min_size=3), st.randoms())
def test_new_addresses_for_the_whole_page_are_nothing(page: list[Item], dice: Random) -> None:
    memory = after(page)
    moved = [replace(item, url=item.url and f"{item.url}/moved", guid=None) for item in page]
    dice.shuffle(moved)
    assert is_quiet(memory.poll(moved))
    assert is_quiet(memory.poll(moved))


@given(pages(), pages(), st.integers(0, 12))
def test_a_truly_new_article_is_always_new(before: list[Item], now: list[Item], place: int) -> None:
    memory = after(before)
    fresh = Item(title="Never seen", url="https://news.example/never-seen", published=DAY)
    changes = memory.poll([*now[:place], fresh, *now[place:]])
    assert "Never seen" in {article.title for article in changes.new}


@given(st.lists(pages(), max_size=4))
def test_every_article_of_a_page_is_in_exactly_one_pile(polls: list[list[Item]]) -> None:
    memory = Memory()
    for page in polls:
        changes = memory.poll(page)
        piles = (*changes.new, *changes.edited, *changes.renamed, *changes.unchanged)
        assert sorted(article.id for article in piles) == sorted(article.id for article in changes.page)
        assert len({article.id for article in piles}) == len(piles) == len(page)


def test_an_article_that_comes_back_is_nothing() -> None:
    memory = after(linked("a", "b"))
    memory.poll(linked("b"))
    assert is_quiet(memory.poll(linked("a", "b")))


def test_another_title_at_a_known_address_is_an_edit_of_the_known_article() -> None:
    memory = after(linked("a", "b"))
    (known, _) = memory.last_page
    changes = memory.poll([Item(title="On A, corrected", url="http://www.news.example/a/"), *linked("b")])
    (edited,) = changes.edited
    assert edited.id == known
    assert changes.before == {known: "On a"}
    assert not changes.new
    assert is_quiet(memory.poll([Item(title="On A, corrected", url="https://news.example/a")]))


def test_an_edit_under_a_known_guid_survives_a_new_address() -> None:
    memory = after([Item(title="A", url="https://news.example/a", guid="1")])
    changes = memory.poll([Item(title="B", url="https://news.example/b", guid="1")])
    assert [article.title for article in changes.edited] == ["B"]


def test_a_new_address_is_remembered_and_no_news() -> None:
    memory = after(linked("a", "b", published=DAY))
    moved = Item(title="On a", url="https://news.example/a-moved", published=DAY)
    changes = memory.poll([moved, *linked("b", published=DAY)])
    assert [article.url for article in changes.renamed] == [moved.url]
    edited_there = replace(moved, title="On A, corrected")
    assert [article.title for article in memory.poll([edited_there]).edited] == ["On A, corrected"]


SITE = "https://news.example"
TITLE = "Seoul widens sanctions on Pyongyang"


@pytest.mark.parametrize(
    ("title", "old", "new", "is_news"),
    [
        ("Morning briefing", "/briefing/2026-11-21", "/briefing/2026-11-22", True),
        ("Morning briefing", "/2026/11/21/briefing", "/2026/11/22/briefing-tuesday", True),
        ("Morning briefing", "/briefing-48", "/briefing-49", True),
        ("Morning briefing", "/?id=81234", "/?id=81299", True),
        ("Morning briefing", "/morning-briefing", "/morning-briefing-2", True),
        ("Morning briefing", "/briefing-monday", "/briefing-tuesday", True),
        ("Morning briefing", "/monday/briefing", "/tuesday/briefing", True),
        ("Morning briefing", "/briefing/a91f", "/briefing/77c0", True),
        ("Morning briefing", "/kim-in-beijing", "/rain-over-seoul", True),
        ("Morning briefing", "/series/81234/monday", "/series/81234/tuesday", True),
        ("Morning briefing", "/2026/11/briefing-a", "/2026/11/briefing-b", True),
        (TITLE, "/seoul-sanctions", "/seoul-widens-sanctions", False),
        (TITLE, "/seoul-widens-sanctoins", "/seoul-widens-sanctions", False),
        (TITLE, "/world/seoul-sanctions", "/seoul-sanctions", False),
        (TITLE, "/81234-wrong-word", "/81234-better-word", False),
        (TITLE, "/2026/11/21/81234", "/2026/11/21/81234-seoul", False),
    ],
)
def test_an_undated_title_in_its_place_is_the_next_issue_unless_its_address_says_nothing_new(
    title: str, old: str, new: str, *, is_news: bool
) -> None:
    memory = after([*linked("a"), Item(title=title, url=SITE + old), *linked("c")])
    changes = memory.poll([*linked("new", "a"), Item(title=title, url=SITE + new), *linked("c")])
    assert [article.title for article in changes.new] == (["On new", title] if is_news else ["On new"])


def test_a_column_at_the_top_is_new_every_day_and_once_a_day() -> None:
    memory = after([Item(title="Morning briefing", url=f"{SITE}/monday"), *linked("a", "b")])
    for day in ("tuesday", "wednesday", "thursday"):
        page = [Item(title="Morning briefing", url=f"{SITE}/{day}"), *linked("a", "b")]
        assert [article.url for article in memory.poll(page).new] == [f"{SITE}/{day}"]
        assert is_quiet(memory.poll(page))


def columns(form: str, *numbers: int) -> list[Item]:
    names = ("Morning", "Noon", "Evening", "Night")
    return [
        Item(title=name, url=SITE + form.format(number, name))
        for name, number in zip(names, numbers, strict=True)
    ]


@pytest.mark.parametrize("form", ["/2026-11-{0}/{1}", "/2026/11/{0}/{1}"])
def test_a_page_of_nothing_but_columns_is_new_when_their_dates_go_on(form: str) -> None:
    memory = after(columns(form, 21, 21, 21, 21))
    assert len(memory.poll(columns(form, 22, 22, 22, 22)).new) == 4


def test_a_page_of_nothing_but_columns_is_new_when_their_numbers_go_on() -> None:
    memory = after(columns("/{0}", 101, 201, 301, 401))
    assert len(memory.poll(columns("/{0}", 102, 202, 302, 402)).new) == 4


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (columns("/{1}", 1, 2, 3, 4), columns("/{1}-{0}", 1, 2, 3, 4)),
        (columns("/{1}?v={0}", 3, 3, 3, 3), columns("/{1}?v={0}", 4, 4, 4, 4)),
        (columns("/{0}", 17, 95, 23, 61), columns("/{0}", 44, 12, 88, 30)),
        (columns("/{1}", 1, 2, 3, 4), columns("/s{0}/{1}", 1, 2, 3, 4)),
    ],
)
def test_a_site_that_renames_all_its_addresses_is_no_news(before: list[Item], now: list[Item]) -> None:
    assert is_quiet(after(before).poll(now))


@pytest.mark.parametrize("published", [None, DAY])
def test_a_recurring_title_beside_its_former_issue_is_new(published: date | None) -> None:
    old = Item(title="Weekly roundup", url="https://news.example/48", published=published)
    memory = after([*linked("a"), old])
    changes = memory.poll([replace(old, url="https://news.example/49"), *linked("a"), old])
    assert [article.url for article in changes.new] == ["https://news.example/49"]


def test_a_recurring_title_on_another_day_is_new_though_the_former_issue_has_gone() -> None:
    old = Item(title="Daily briefing", url="https://news.example/21", published=DAY)
    memory = after([old])
    following = replace(old, url="https://news.example/22", published=DAY + timedelta(days=1))
    assert [article.url for article in memory.poll([following]).new] == [following.url]


def test_a_recurring_undated_title_at_another_place_is_new() -> None:
    old = Item(title="Weekly roundup", url="https://news.example/48")
    memory = after([*linked("a", "b"), old])
    following = replace(old, url="https://news.example/49")
    assert [article.url for article in memory.poll([following, *linked("a", "b")]).new] == [following.url]


def test_the_only_article_of_an_undated_page_at_a_new_address_is_new() -> None:
    memory = after(linked("a"))
    assert memory.poll([Item(title="On a", url="https://news.example/a-again")]).new


def test_a_title_that_left_long_ago_is_new_at_a_new_address() -> None:
    old = Item(title="Weekly roundup", url="https://news.example/48", published=DAY)
    memory = after([*linked("a"), old])
    memory.poll(linked("b", "a"))
    assert memory.poll([replace(old, url="https://news.example/49"), *linked("b")]).new


def test_a_recurring_title_without_any_link_is_new_each_week() -> None:
    memory = Memory()
    for week in range(4):
        issue = Item(title="Weekly roundup", published=DAY + timedelta(weeks=week))
        page = [issue, *bare(f"a{week}", f"b{week}", published=issue.published)]
        assert issue.title in {article.title for article in memory.poll(page).new}
        assert is_quiet(memory.poll(page))


def test_recurring_titles_without_links_stay_apart_while_they_scroll_off() -> None:
    issues = [Item(title="Weekly roundup", published=DAY + timedelta(weeks=week)) for week in range(6)]
    memory = Memory()
    for week in range(6):
        page = issues[max(0, week - 1) : week + 1][::-1]
        assert len(memory.poll(page).new) == 1
        assert is_quiet(memory.poll(page))


def test_dates_that_come_and_go_are_nothing() -> None:
    memory = after(bare("a", "b", "c"))
    assert is_quiet(memory.poll(bare("a", "b", "c", published=DAY)))
    assert is_quiet(memory.poll(bare("a", "b", "c")))


def test_a_relative_date_that_drifts_is_nothing_while_the_order_stays() -> None:
    memory = after(Item(title=name, published=NOON - timedelta(days=60)) for name in "abc")
    later = [Item(title=name, published=NOON - timedelta(days=35)) for name in "abc"]
    changes = memory.poll([Item(title="new", published=NOON), *later])
    assert [article.title for article in changes.new] == ["new"]


def test_the_entries_of_a_docket_that_share_one_link_are_each_new_once() -> None:
    def entry(number: int) -> Item:
        return Item(title=f"Order {number}", url="https://court.example/docket", guid=str(number))

    memory = after([entry(1)])
    assert [article.title for article in memory.poll([entry(2)]).new] == ["Order 2"]
    assert [article.title for article in memory.poll([entry(3), entry(2), entry(1)]).new] == ["Order 3"]
    assert is_quiet(memory.poll([entry(1)]))


def test_a_link_that_becomes_shared_makes_no_news_of_the_article_that_had_it() -> None:
    one, two = (Item(title=title, url="https://court.example/docket") for title in ("Order", "Motion"))
    memory = after([one])
    assert [article.title for article in memory.poll([two, one]).new] == ["Motion"]
    assert is_quiet(memory.poll([one]))
    assert is_quiet(memory.poll([two, one]))


def test_guids_that_change_with_every_poll_are_nothing() -> None:
    memory = Memory()
    memory.poll(replace(item, guid=f"first {item.title}") for item in linked("a", "b"))
    for turn in range(3):
        assert is_quiet(memory.poll(replace(item, guid=f"{turn} {item.title}") for item in linked("a", "b")))
    assert all(len(known.keys) < 8 for known in memory.known.values())


def test_links_that_appear_and_disappear_are_nothing() -> None:
    memory = after(bare("a", "b", "c"))
    assert is_quiet(memory.poll(linked("a", "b", "c")))
    assert is_quiet(memory.poll(bare("a", "b", "c")))
    assert is_quiet(memory.poll(linked("c", "b", "a")))


def test_a_known_article_stays_under_the_id_it_was_first_known_by() -> None:
    memory = after(linked("a", published=DAY))
    first = memory.last_page
    memory.poll([Item(title="On a", url="https://news.example/moved", published=DAY)])
    memory.poll([Item(title="On a", url="https://news.example/moved-again", published=DAY, guid="7")])
    assert memory.last_page == first
