"""The contract of every store: polls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from tests.store.contract import MINUTE, NOON, SECOND, Backend, a_delivery, a_poll, an_article, states
from watcher.models import Article, Cause, Doubt, Known, Profile, SourceState, State, Validators
from watcher.store.port import Store


async def test_a_source_never_polled_has_a_fresh_state(store: Store) -> None:
    assert await store.source_state("nk") == SourceState(id="nk")
    assert await store.sources() == ()


async def test_the_first_commit_sets_the_baseline_and_later_ones_leave_it(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1)))
    await store.commit_poll(a_poll(an_article(2), at=NOON + MINUTE))
    state = await store.source_state("nk")
    assert state.baseline_at == NOON
    assert state.last_change == NOON + MINUTE


async def test_a_commit_leaves_the_whole_state_of_its_source(store: Store) -> None:
    validators = Validators(etag='"x"', last_modified="Sun, 22 Nov 2026 12:00:00 GMT", body_hash="ab")
    await store.commit_poll(a_poll(an_article(1), an_article(2), validators=validators))
    assert await store.source_state("nk") == SourceState(
        id="nk",
        validators=validators,
        baseline_at=NOON,
        last_poll=NOON,
        last_success=NOON,
        last_change=NOON,
        polls=1,
        articles_read=2,
        page_ids=("a1", "a2"),
    )


async def test_a_commit_that_brings_nothing_new_is_no_change(store: Store) -> None:
    page = (an_article(1), an_article(2))
    await store.commit_poll(a_poll(*page))
    await store.commit_poll(a_poll(*page, new=(), at=NOON + MINUTE))
    state = await store.source_state("nk")
    assert (state.last_change, state.last_success) == (NOON, NOON + MINUTE)


async def test_an_article_is_known_under_each_of_its_keys_and_no_other(store: Store) -> None:
    article = an_article(1, published=date(2026, 11, 20))
    await store.commit_poll(a_poll(article, an_article(2)))
    known = await store.known("nk", ["title:1", "url:1", "title:3"])
    remembered = Known(
        id="a1",
        title="Article 1",
        url="https://news.example/1",
        keys=article.keys,
        published=date(2026, 11, 20),
        last_seen=NOON,
    )
    assert known == {"title:1": remembered, "url:1": remembered}


async def test_an_article_is_known_in_its_own_source_only(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), source="nk"))
    await store.commit_poll(a_poll(an_article(1, title="Other"), source="nk2"))
    assert (await store.known("nk", ["url:1"]))["url:1"].title == "Article 1"
    assert (await store.known("nk2", ["url:1"]))["url:1"].title == "Other"
    assert await store.known("n", ["url:1"]) == {}


async def test_of_articles_that_share_a_key_the_latest_is_known_under_it(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1, keys=("url:1", "title:same"))))
    await store.commit_poll(a_poll(an_article(2, keys=("url:2", "title:same"))))
    known = await store.known("nk", ["title:same", "url:1"])
    assert (known["title:same"].id, known["url:1"].id) == ("a2", "a1")


async def test_articles_on_the_page_that_are_not_new_are_not_remembered(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), an_article(2), new=[an_article(1)]))
    assert set(await store.known("nk", ["url:1", "url:2"])) == {"url:1"}
    assert (await store.source_state("nk")).page_ids == ("a1", "a2")


async def test_an_article_that_leaves_the_page_is_marked_with_when(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), an_article(2)))
    await store.commit_poll(a_poll(an_article(2), new=(), at=NOON + MINUTE))
    known = await store.known("nk", ["url:1", "url:2"])
    assert known["url:1"].last_seen == NOON + MINUTE
    assert known["url:2"].last_seen == NOON


async def test_an_article_back_on_the_page_is_simply_known(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1)))
    await store.commit_poll(a_poll(an_article(2), at=NOON + MINUTE))
    await store.commit_poll(a_poll(an_article(1), new=(), at=NOON + 2 * MINUTE))
    assert set(await store.known("nk", ["url:1"])) == {"url:1"}
    assert (await store.source_state("nk")).page_ids == ("a1",)


async def test_an_edit_replaces_the_fields_and_keeps_when_it_was_first_seen(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1)))
    edited = an_article(1, title="Corrected", summary="More", keys=("url:1", "title:corrected"))
    await store.commit_poll(a_poll(edited, new=(), edited=[edited], at=NOON + MINUTE))
    assert set(await store.known("nk", ["url:1", "title:1", "title:corrected"])) == {
        "url:1",
        "title:corrected",
    }
    (stored,) = await store.recent(NOON)
    assert (stored.article, stored.first_seen) == (edited, NOON)


async def test_what_the_page_shows_under_a_new_id_counts_as_the_known_article(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1)))
    await store.commit_poll(a_poll(an_article(9, keys=("url:9", "title:1")), new=(), at=NOON + MINUTE))
    assert (await store.source_state("nk")).page_ids == ("a1",)
    assert (await store.known("nk", ["url:1"]))["url:1"].last_seen == NOON


@pytest.mark.parametrize(
    "published",
    [
        None,
        date(2026, 11, 20),
        datetime(2026, 11, 20, 8, 30),  # noqa: DTZ001 - a page that names no offset
        datetime(2026, 11, 20, 8, 30, 5, 7, tzinfo=timezone(timedelta(hours=9))),
    ],
)
async def test_an_article_comes_back_as_it_was_stored(store: Store, published: date | None) -> None:
    article = Article(
        id="a1",
        title='Kim’s "한반도" \N{SNOWMAN} \U0001f600 \x00 \ud800',
        url=None,
        summary="One & two < three",
        authors=("A. Author", "B"),
        published=published,
        labels=("Politics",),
        image="https://news.example/i.png",
        guid="guid-1",
        keys=("k1", "k2"),
    )
    await store.commit_poll(a_poll(article))
    (stored,) = await store.recent(NOON)
    assert stored.article == article
    assert repr(stored.article.published) == repr(published)


async def test_a_key_that_is_no_unicode_text_is_known_again(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1, id="a\ud800", keys=("title:\ud800",))))
    assert set(await store.known("nk", ["title:\ud800", "title:\ud801"])) == {"title:\ud800"}
    assert (await store.source_state("nk")).page_ids == ("a\ud800",)


async def test_a_commit_queues_its_deliveries_and_says_which_are_new(store: Store) -> None:
    first = await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1)]))
    again = await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1), a_delivery(2)]))
    assert (first, again) == ((a_delivery(1),), (a_delivery(2),))


async def test_a_commit_that_fails_leaves_nothing_at_all(store: Store) -> None:
    unwritable = replace(a_delivery(2), text=object())  # type: ignore[arg-type]  # it must fail at the end
    with pytest.raises(TypeError):
        await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1), unwritable]))
    assert await store.known("nk", ["url:1"]) == {}
    assert await store.source_state("nk") == SourceState(id="nk")
    assert await states(store) == {}
    assert await store.due_destinations(NOON) == ()


async def test_an_unchanged_poll_is_a_success_without_a_change(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1)))
    await store.poll_failed("nk", NOON + SECOND, "timeout", NOON + MINUTE)
    await store.poll_unchanged("nk", NOON + MINUTE)
    state = await store.source_state("nk")
    assert (state.failures, state.error, state.retry_at) == (0, "", None)
    assert (state.last_poll, state.last_success, state.last_change) == (NOON + MINUTE, NOON + MINUTE, NOON)
    assert (state.polls, state.page_ids) == (3, ("a1",))


async def test_failures_are_counted_until_a_success(store: Store) -> None:
    assert await store.poll_failed("nk", NOON, "timeout", NOON + MINUTE) == 1
    assert await store.poll_failed("nk", NOON + MINUTE, "HTTP 503", None) == 2
    state = await store.source_state("nk")
    assert (state.failures, state.error, state.retry_at) == (2, "HTTP 503", None)
    assert (state.last_poll, state.last_success, state.baseline_at) == (NOON + MINUTE, None, None)
    await store.commit_poll(a_poll(an_article(1)))
    assert (await store.source_state("nk")).failures == 0
    assert await store.poll_failed("nk", NOON, "timeout", None) == 1


async def test_a_failed_poll_keeps_what_was_believed(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1)))
    before = await store.source_state("nk")
    await store.poll_failed("nk", NOON + MINUTE, "timeout", None)
    after = await store.source_state("nk")
    assert (after.validators, after.page_ids) == (before.validators, before.page_ids)


DOUBT = Doubt(since=NOON, cause=Cause.FEW, reason="1 of 9", polls=2, first_ids=("a1",), last_ids=("a1", "a2"))


async def test_a_doubt_lasts_through_failures_until_a_poll_is_believed(store: Store) -> None:
    await store.poll_failed("nk", NOON, "1 of 9", None, DOUBT)
    assert (await store.source_state("nk")).doubt == DOUBT
    later = replace(DOUBT, polls=3)
    await store.poll_failed("nk", NOON, "1 of 9", None, later)
    await store.poll_failed("nk", NOON, "HTTP 503", None)
    assert (await store.source_state("nk")).doubt == later
    await store.commit_poll(a_poll(an_article(1)))
    assert (await store.source_state("nk")).doubt is None
    await store.poll_failed("nk", NOON, "1 of 9", None, DOUBT)
    await store.poll_unchanged("nk", NOON)
    assert (await store.source_state("nk")).doubt is None


async def test_a_profile_is_kept_until_a_commit_brings_another(store: Store) -> None:
    profile = Profile(
        listings=3, count=9.5, least=2, links=1.0, dates=0.25, pattern="ul > li > a", heading="뉴스"
    )
    await store.commit_poll(a_poll(an_article(1), profile=profile))
    await store.commit_poll(a_poll(an_article(2), at=NOON + MINUTE))
    await store.poll_failed("nk", NOON + MINUTE, "timeout", None)
    assert (await store.source_state("nk")).profile == profile
    await store.commit_poll(a_poll(an_article(2), profile=replace(profile, listings=4)))
    assert (await store.source_state("nk")).profile == replace(profile, listings=4)


async def test_sources_lists_every_source_ever_polled(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), source="nk"))
    await store.poll_failed("other", NOON, "timeout", None)
    assert [source.id for source in await store.sources()] == ["nk", "other"]


async def test_a_commit_outlives_a_crash_whole(store: Store, backend: Backend) -> None:
    await store.commit_poll(a_poll(an_article(1), deliveries=[a_delivery(1)]))
    state = await store.source_state("nk")
    survivor = await backend.crash()
    assert await survivor.source_state("nk") == state
    assert set(await survivor.known("nk", ["url:1"])) == {"url:1"}
    assert await states(survivor) == {a_delivery(1).id: State.PENDING}
    assert await survivor.due_destinations(NOON) == ("slack:news",)
    await survivor.close()
