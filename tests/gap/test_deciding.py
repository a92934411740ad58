"""What is decided on the way, without a network: suspicion, ages, likeness, ways on, words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from watcher.diff import Changes
from watcher.gap import End, Filled, notices
from watcher.gap.ages import older
from watcher.gap.likeness import alike
from watcher.gap.next_page import Leaf, on_same_site, same_origin, ways_on
from watcher.gap.suspect import suspected
from watcher.models import Article, Item, Kind, Listing, Page, Source, SourceState
from watcher.wording.stored import restored

NOW = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
SOURCE = Source(id="news", name="The News", url="https://me:secret@n.example/news?tag=x")


def changes(known: str, new: str, page: str) -> Changes:
    """Make changes of a page whose articles have one letter each."""
    by_id = {letter: Article(id=letter, title=letter) for letter in page}
    pick = {name: tuple(by_id[one] for one in letters) for name, letters in (("k", known), ("n", new))}
    return Changes(
        page=tuple(by_id.values()), new=pick["n"], edited=(), renamed=(), unchanged=pick["k"], before={}
    )


def state(last_page: Sequence[str], **ago: float) -> SourceState:
    since = NOW - timedelta(**(ago or {"days": 3}))
    return SourceState(id="news", baseline_at=since, last_success=since, page_ids=tuple(last_page))


@pytest.mark.parametrize(
    ("page", "known", "last_page", "expected"),
    [
        ("vwxyz", "", "abcde", True),
        ("avwxy", "a", "abcde", True),
        ("abwxy", "ab", "abcde", True),
        ("bvwxy", "b", "abcde", False),
        ("vwxya", "a", "abcde", False),
        ("avwxy", "a", "bcdea", False),
        ("abcdz", "abcd", "abcde", False),
        ("az", "a", "ab", False),
        ("vwxyz", "", "", False),
        ("abcde", "abcde", "abcde", False),
    ],
)
def test_a_gap_is_suspected_where_nothing_but_what_is_pinned_is_known(
    page: str, known: str, last_page: str, expected: bool
) -> None:
    new = "".join(one for one in page if one not in known)
    assert suspected(state(last_page), changes(known, new, page)) is expected


def test_without_a_baseline_there_is_no_gap() -> None:
    assert not suspected(SourceState(id="news"), changes("", "abc", "abc"))


def dated(*days: int | None) -> list[Article]:
    made = ((n, None if day is None else date(2026, 3, day)) for n, day in enumerate(days))
    return [Article(id=str(n), title="x", published=day) for n, day in made]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((31, 20, 18, 17, 2), "34"),
        ((31, None, 2), "2"),
        ((20, 31, 2), ""),
        ((17, 16, 2), ""),
        ((31,), ""),
        ((None, None), ""),
    ],
)
def test_dates_prove_age_only_where_they_fall_from_about_now(
    days: tuple[int | None, ...], expected: str
) -> None:
    since = datetime(2026, 3, 20, 12, tzinfo=UTC)
    assert older(dated(*days), since) == frozenset(expected)


def listing(*urls: str | None, kind: Kind = Kind.HTML) -> Listing:
    return Listing(kind=kind, items=tuple(Item(title=str(n), url=url) for n, url in enumerate(urls)))


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (listing("https://n.example/news/3", "https://n.example/news/4"), True),
        (listing("https://www.n.example/world/3"), True),
        (listing("https://other.example/news/3", "https://n.example/a/b/c/d"), False),
        (listing("https://n.example/news/3", None, None), False),
        (listing("https://n.example/news/3", kind=Kind.RSS), False),
        (listing("http://[broken/"), False),
        (listing(), True),
    ],
)
def test_a_list_goes_on_with_links_of_like_form(later: Listing, expected: bool) -> None:
    assert alike(listing("https://n.example/news/1", "https://n.example/news/2"), later) is expected


def test_without_links_any_text_may_go_on_with_a_text() -> None:
    assert alike(listing(None, kind=Kind.TEXT), listing(None, None, kind=Kind.TEXT))


def ways(first: Listing, url: str = "https://n.example/news", body: bytes = b"") -> list[str]:
    return [way.url for way in ways_on(Leaf(page=Page(url=url, body=body), listing=first), 10)]


def test_a_feed_is_asked_for_pages_only_where_it_is_wordpress() -> None:
    feed = Listing(kind=Kind.RSS, items=())
    generator = b"<rss><channel><generator>https://wordpress.org/?v=6.4</generator>"
    assert ways(feed, body=generator) == ["https://n.example/news?paged=2"]
    assert ways(feed, "https://n.example/?feed=rss2", generator) == ["https://n.example/?feed=rss2&paged=2"]
    assert ways(feed, body=b"<rss><channel><generator>Hugo</generator><title>On WordPress</title>") == []


def test_a_page_that_says_it_is_the_only_one_leads_nowhere() -> None:
    assert ways(Listing(kind=Kind.TEXT, items=(), last_page=1), "https://n.example/news?page=1") == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.n.example/news?page=2", "https://www.n.example/news?page=2"),
        ("http://n.example/news?page=2", "https://n.example/news?page=2"),
        ("http://n.example:80/news?page=2", "https://n.example/news?page=2"),
        ("https://n.example:8443/news?page=2", None),
        ("https://n.example.evil.example/news?page=2", None),
        ("javascript:next()", None),
        ("https://[broken/", None),
        ("https://n.example:x/", None),
        ("/news?page=2", None),
    ],
)
def test_only_the_same_site_is_asked_and_never_less_securely(url: str, expected: str | None) -> None:
    assert on_same_site(url, "https://n.example/news") == expected


def test_an_origin_is_scheme_host_and_port() -> None:
    assert same_origin("https://n.example/a", "https://n.example/b")
    assert not same_origin("http://n.example/a", "https://n.example/a")
    assert not same_origin("https://www.n.example/a", "https://n.example/a")
    assert not same_origin("https://[broken/", "https://n.example/a")


def told(end: End, *, new: str = "vwxyz", detail: str = "", **ago: float) -> list[str]:
    filled = Filled(changes=changes("", new, new), end=end, pages=2, unknown=len(new), detail=detail)
    subscribers = [("desk", ZoneInfo("Asia/Seoul")), ("night", UTC)]
    return [str(restored(one.text)) for one in notices(SOURCE, state("abc", **ago), filled, subscribers, NOW)]


def test_a_notice_names_the_time_in_the_readers_zone_and_no_log_in() -> None:
    assert told(End.NO_PAGER) == [
        f"Some articles of The News between {when} may be missing: the list shows only its newest 5 and none "
        "of them was known. Read them at https://n.example/news?tag=x"
        for when in ("Tue 18:00 and Fri 18:00", "Tue 09:00 and Fri 09:00")
    ]


@pytest.mark.parametrize("end", [End.NO_GAP, End.KNOWN, End.OLDER])
def test_a_closed_gap_is_not_told(end: End) -> None:
    assert told(end) == []


@pytest.mark.parametrize("end", [end for end in End if end not in (End.NO_GAP, End.KNOWN, End.OLDER)])
def test_every_open_end_says_that_nothing_was_known(end: End) -> None:
    assert "none of them was known" in told(end, detail="n.example: no answer")[0]


def test_one_gap_has_one_name_however_often_it_is_found() -> None:
    filled = Filled(changes=changes("", "vwxyz", "vwxyz"), end=End.NO_PAGER)
    found = [
        notices(SOURCE, state("abc"), filled, [("desk", UTC)], NOW)[0],
        notices(SOURCE, state("abc", days=3, hours=1), filled, [("desk", UTC)], NOW + timedelta(hours=1))[0],
        notices(SOURCE, state("abc"), filled, [("desk", UTC)], NOW + timedelta(hours=1))[0],
    ]
    assert found[0].id == found[2].id != found[1].id
