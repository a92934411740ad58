"""What is believed of a source, and what is not."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from watcher import drift, identity
from watcher.diff import diff
from watcher.drift import Belief, judge, learn
from watcher.drift.judge import BELIEVED
from watcher.errors import ReadError
from watcher.models import Cause, Doubt, Item, Kind, Listing, Profile, SourceState

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OLD = date(2026, 2, 1)


def item(number: int, **fields: object) -> Item:
    usual = {
        "title": f"A headline of the usual length, number {number}",
        "url": f"https://n.example/{number}",
        "summary": "What it says",
        "published": OLD,
    }
    return Item(**{**usual, **fields})  # type: ignore[arg-type]  # the test names the fields


def a_listing(*items: Item, pattern: str = "main > article.card > h2", heading: str = "News") -> Listing:
    return Listing(kind=Kind.HTML, items=items, pattern=pattern, heading=heading)


def usual_listing(first: int, size: int = 10) -> Listing:
    return a_listing(*(item(number) for number in range(first, first + size)))


def ids(first: int, size: int = 10) -> tuple[str, ...]:
    return tuple(str(number) for number in range(first, first + size))


TEN = learn(Profile(), usual_listing(0))


def judged(
    listing: Listing, *, profile: Profile = TEN, known: int = 0, last: tuple[str, ...] = ids(0)
) -> str:
    """Judge a listing whose last items are the first of the last page; return the reason."""
    size = len(listing.items)
    page = (*ids(100, size - known), *last[:known])
    verdict = judge(profile, listing, page, set(page) - set(last), last)
    assert (verdict.cause is None) == (verdict.reason == "")
    return verdict.reason


def test_the_first_listing_is_believed() -> None:
    assert judge(Profile(), usual_listing(0), ids(0), set(ids(0)), ()) == BELIEVED


def test_all_new_in_the_usual_looks_is_believed() -> None:
    assert judged(usual_listing(50)) == ""


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"url": None}, "none of the 10 items is known, none has a link (usually all have)"),
        ({"title": "News"}, "none of the 10 items is known, their titles are much shorter than usual"),
    ],
)
def test_unknown_items_that_lost_what_all_had_are_doubted(fields: dict[str, object], reason: str) -> None:
    assert judged(a_listing(*(item(n, **fields) for n in range(10)))) == reason


def test_a_page_that_shows_known_items_is_believed_whatever_it_looks_like() -> None:
    odd = a_listing(*(Item(title=f"N{n}") for n in range(10)), pattern="ul > li > a")
    assert judged(odd, known=5) == ""


def test_new_items_above_the_head_of_the_last_page_are_believed_in_any_looks() -> None:
    odd = a_listing(*(item(n) for n in range(10)), pattern="ul > li > a")
    assert judged(odd, known=2) == ""
    assert judged(odd, known=1).startswith("only 1 of the 10 items are known") is True


def test_dates_and_summaries_are_missed_elsewhere_on_the_page_only() -> None:
    items = [item(n, published=None, summary="") for n in range(10)]
    assert judged(a_listing(*items)) == ""
    assert judged(a_listing(*items, pattern="ol > li > a")) == (
        "none of the 10 items is known, none has a date (usually all have), none has a summary"
        " (usually all have), they stand elsewhere on the page than usual"
    )


def test_class_names_of_a_new_build_are_no_new_looks() -> None:
    assert judged(replace(usual_listing(50), pattern="main > article.x7f2 > h2")) == ""
    assert judged(replace(usual_listing(50), pattern="body > div > article.x7f2 > h2")) != ""


def test_far_more_unknown_items_than_usual_are_doubted() -> None:
    assert (
        judged(usual_listing(50, 60)) == "none of the 60 items is known, they are far more than the usual 10"
    )


@pytest.mark.parametrize(
    ("size", "usual", "reason"), [(3, 50, "3 of usually 50 items"), (13, 50, ""), (2, 7, "")]
)
def test_a_cut_listing_is_doubted_and_a_shorter_one_is_not(size: int, usual: int, reason: str) -> None:
    profile = learn(Profile(), usual_listing(0, usual))
    assert judged(usual_listing(0, size), profile=profile, known=size, last=ids(0, usual)) == reason


def test_a_listing_as_short_as_once_before_is_believed() -> None:
    fifty = ids(0, 50)
    profile = learn(learn(Profile(), usual_listing(0, 50)), usual_listing(0, 3))
    for _ in range(20):
        profile = learn(profile, usual_listing(0, 50))
    assert judged(usual_listing(0, 3), profile=profile, known=3, last=fifty) == ""
    assert judged(usual_listing(0, 2), profile=profile, known=2, last=fifty) == "2 of usually 50 items"


def test_an_empty_listing_is_doubted_until_it_was_believed_once() -> None:
    empty = a_listing()
    verdict = judge(TEN, empty, (), set(), ids(0))
    assert (verdict.cause, verdict.reason, verdict.may_heal) == (Cause.EMPTY, "0 of usually 10 items", True)
    assert judge(learn(TEN, empty), empty, (), set(), ids(0)) == BELIEVED


def test_an_empty_listing_under_another_heading_does_not_heal() -> None:
    other = a_listing(heading="Search")
    assert not judge(TEN, other, (), set(), ids(0)).may_heal
    assert judge(learn(TEN, a_listing()), other, (), set(), ids(0)).cause is Cause.EMPTY


def test_a_number_in_the_heading_makes_no_other_frame() -> None:
    profile = learn(Profile(), replace(usual_listing(0), heading="Results (10)"))
    assert judge(profile, a_listing(heading="Results (0)"), (), set(), ids(0)).may_heal


def test_a_profile_follows_slow_change_and_restarts_with_new_looks() -> None:
    profile = TEN
    for _ in range(30):
        profile = learn(profile, a_listing(*(item(n, published=None) for n in range(20))))
    assert round(profile.count) == 20
    assert profile.dates < 0.01
    assert profile.listings == 31
    moved = learn(profile, a_listing(*(item(n) for n in range(5)), pattern="ul > li > a"))
    assert (moved.listings, moved.count, moved.dates, moved.least) == (1, 5, 1.0, 5)


def test_one_article_is_no_new_looks() -> None:
    profile = learn(TEN, a_listing(item(1), pattern="ul > li > a"))
    assert (profile.listings, profile.pattern) == (2, TEN.pattern)
    short = learn(Profile(), a_listing(item(1), pattern="li > h4"))
    assert (
        judged(a_listing(*(item(n) for n in range(5)), pattern="ul > li > a"), profile=short, last=("0",))
        == ""
    )


def test_a_pattern_that_begins_nearer_to_the_title_is_the_same() -> None:
    assert judged(replace(usual_listing(50), pattern="article > h2")) == ""
    assert judged(replace(usual_listing(50), pattern="")) != ""


def test_a_page_without_a_listing_is_an_error_of_its_own_before_the_first_one() -> None:
    assert drift.unreadable(SourceState(id="s"), ReadError("no list"), None, NOON) is None


def test_a_page_without_a_listing_says_what_it_looks_like_or_why_it_is_none() -> None:
    state = SourceState(id="s", baseline_at=NOON, profile=TEN, page_ids=ids(0))
    plain = drift.unreadable(state, ReadError("no list"), None, NOON)
    named = drift.unreadable(state, ReadError("no list"), "a log-in form", NOON)
    assert plain is not None
    assert named is not None
    assert plain.reason == "0 of usually 10 items; no list"
    assert named.reason == "0 of usually 10 items; the page now looks like a log-in form"


looks = st.builds(
    Item,
    title=st.text("ab c", min_size=1, max_size=60),
    url=st.none() | st.integers(0, 99).map(lambda n: f"https://o.example/{n}"),
    summary=st.sampled_from(["", "Text"]),
    published=st.none() | st.just(OLD),
)


@given(
    usual=st.lists(looks, min_size=1, max_size=30),
    page=st.lists(looks, min_size=1, max_size=30),
    pattern=st.sampled_from(["", "ul > li > a", "main > article > h2"]),
    data=st.data(),
)
def test_a_page_that_shares_half_of_its_items_with_the_last_one_is_never_doubted(
    usual: list[Item], page: list[Item], pattern: str, data: st.DataObject
) -> None:
    last = ids(0, len(usual))
    most = min(len(last), len(page))
    least = max(math.ceil(len(page) / 2), math.ceil(len(last) / 4))
    assume(least <= most)
    shared = data.draw(st.permutations(last))[: data.draw(st.integers(least, most))]
    unknown = ids(1000, len(page) - len(shared))
    shown = data.draw(st.permutations([*shared, *unknown]))
    profile = learn(Profile(), a_listing(*usual))
    assert judge(profile, a_listing(*page, pattern=pattern), shown, set(unknown), last) == BELIEVED


@given(st.lists(st.integers(500, 540), min_size=4, max_size=40, unique=True), st.integers(1, 8))
def test_an_unknown_page_in_other_looks_never_yields_news(numbers: list[int], polls: int) -> None:
    state = SourceState(
        id="s", baseline_at=NOON, last_success=NOON, profile=TEN, page_ids=ids(0), articles_read=10
    )
    strange = a_listing(*(item(number) for number in numbers), pattern="aside > ol > li > a")
    changes = diff(identity.articles(strange, "https://n.example/"), {})
    for _ in range(polls):
        result = drift.believe(state, strange, changes, NOON)
        if isinstance(result, Belief):
            assert result.silent == {article.id for article in changes.new}
            return
        assert isinstance(result, Doubt)
        state = replace(state, doubt=result)
    assert polls < 3


def test_what_is_dated_after_the_last_believed_poll_is_news_when_strange_looks_are_accepted() -> None:
    state = SourceState(id="s", baseline_at=NOON, last_success=NOON, profile=TEN, page_ids=ids(0))
    dates = (date(2026, 3, 3), date(2026, 3, 2), datetime(2026, 3, 2, 13, tzinfo=UTC), None, OLD)
    strange = a_listing(*(item(n, published=day) for n, day in enumerate(dates)), pattern="ol > li > a")
    changes = diff(identity.articles(strange, "https://n.example/"), {})
    doubt = drift.believe(state, strange, changes, NOON)
    assert isinstance(doubt, Doubt)
    belief = drift.believe(replace(state, doubt=doubt), strange, changes, NOON, accepted_at=NOON)
    assert isinstance(belief, Belief)
    news = [article.published for article in changes.new if article.id not in belief.silent]
    assert news == [dates[0], dates[2]]
