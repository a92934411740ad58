"""A search gives what matching every stored article gives, whatever was added, edited and forgotten."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import postgres
from tests.rules.test_matcher import LANGUAGES, articles, query_of, texts
from tests.store.contract import DAY, NOON, Backend, PostgresBackend, a_poll, an_article
from watcher.models import Article
from watcher.rules import matches, parse
from watcher.rules.query import Query
from watcher.store.port import Question, Store
from watcher.store.tiny.store import TinyStore

NAMES = {"s0": "s0 kim ships", "s1": "s1 Korean US-ROK"}

SPOKEN = {"s0": "english", "s1": "french"}


def asking(query: str | Query, **fields: object) -> Question:
    read = parse(query) if isinstance(query, str) else query
    sample = {"query": read, "since": NOON - 1000 * DAY, "until": NOON + DAY}
    return Question(**{**sample, **fields})  # type: ignore[arg-type]  # the test names the fields


async def titles(store: Store, query: str, **fields: object) -> list[str]:
    found = await store.search(asking(query, **fields))
    assert found.matches == sum(found.weeks) == len(found.latest)
    return [stored.article.title for stored in found.latest]


async def remember(store: Store, *page: Article, source: str = "nk", at: datetime = NOON) -> None:
    await store.commit_poll(a_poll(*page, source=source, at=at))


async def test_the_latest_news_comes_first(store: Store) -> None:
    for number in (2, 1, 3):
        await remember(store, an_article(number, title=f"ship {number}"), at=NOON - number * DAY)
    assert await titles(store, "ships") == ["ship 1", "ship 2", "ship 3"]


async def test_more_matches_are_counted_than_returned(store: Store) -> None:
    await remember(store, *(an_article(number, title=f"ship {number}") for number in range(30)))
    found = await store.search(asking("ship"), limit=3)
    assert (found.matches, len(found.latest)) == (30, 3)


async def test_matches_are_counted_by_weeks_back_from_the_end(store: Store) -> None:
    for number, days in enumerate((0, 6, 8, 20)):
        await remember(store, an_article(number, title="ship"), at=NOON - timedelta(days=days))
    found = await store.search(asking("ship", until=NOON))
    assert found.weeks == (2, 1, 1)


async def test_only_news_of_the_span_counts(store: Store) -> None:
    for number in range(5):
        await remember(store, an_article(number, title=f"ship {number}"), at=NOON - number * DAY)
    span = {"since": NOON - 3 * DAY, "until": NOON - DAY}
    assert await titles(store, "ship", **span) == ["ship 1", "ship 2", "ship 3"]


async def test_news_is_of_the_day_that_its_page_names_unless_that_is_still_to_come(store: Store) -> None:
    early = an_article(1, title="early ship", published=date(2026, 11, 2))
    late = an_article(2, title="late ship", published=NOON + 9 * DAY)
    await remember(store, early, late)
    assert await titles(store, "ship", since=NOON - DAY) == ["late ship"]


async def test_a_search_can_be_for_some_sources_only(store: Store) -> None:
    await remember(store, an_article(1, title="ship one"), source="a")
    await remember(store, an_article(1, title="ship two"), source="b")
    assert await titles(store, "ship", sources=frozenset({"b"})) == ["ship two"]


async def test_an_edited_article_is_found_by_its_new_words_only(store: Store) -> None:
    await remember(store, an_article(1, title="old ship"))
    edited = an_article(1, title="new boat")
    await store.commit_poll(a_poll(edited, new=(), edited=(edited,)))
    assert await titles(store, "boat") == ["new boat"]
    assert await titles(store, "ship") == []


async def test_a_forgotten_article_is_not_found(store: Store) -> None:
    await remember(store, an_article(1, title="ship one"))
    await remember(store, an_article(2, title="ship two"), at=NOON)
    await store.prune(NOON + DAY)
    assert await titles(store, "ship") == ["ship two"]


async def test_words_are_found_after_a_kill(store: Store, backend: Backend) -> None:
    await remember(store, an_article(1, title="ship"))
    again = await backend.crash()
    assert await titles(again, "ships") == ["ship"]
    await again.close()


async def test_a_word_longer_than_any_is_found_whole(store: Store) -> None:
    word = "a" * 300
    await remember(store, an_article(1, title=f"{word}b"), an_article(2, title=f"{word}c"))
    assert await titles(store, f"{word}b") == [f"{word}b"]
    assert len(await titles(store, f"{word}*")) == 2


stories = st.lists(
    st.tuples(st.sampled_from(("s0", "s1")), st.sampled_from(("new", "new", "edit", "gone")), articles),
    min_size=1,
    max_size=12,
)
queries = st.lists(st.tuples(texts, st.sampled_from(("", *LANGUAGES))), min_size=1, max_size=6)


async def tell(store: Store, story: list[tuple[str, str, Article]]) -> list[tuple[str, Article]]:
    """Remember, edit and forget articles; return what is remembered in the end."""
    pages: dict[str, list[Article]] = {"s0": [], "s1": []}
    for number, (source, what, article) in enumerate(story):
        page = pages[source]
        one = an_article(number, title=article.title or "x", summary=article.summary)
        one = an_article(
            number if what == "new" or not page else int(page[0].id[1:]),
            title=one.title,
            summary=one.summary,
            labels=article.labels,
            authors=article.authors,
        )
        if what == "gone" and page:
            del page[0]
            await store.commit_poll(a_poll(*page, source=source, at=NOON, new=()))
            await store.prune(NOON + DAY)
        elif what == "edit" and page:
            page[0] = one
            await store.commit_poll(a_poll(*page, source=source, new=(), edited=(one,)))
        else:
            page.insert(0, one)
            await store.commit_poll(a_poll(*page, source=source, new=(one,)))
    return [(source, article) for source, page in pages.items() for article in page]


async def agree(store: Store, story: list[tuple[str, str, Article]], asked: list[tuple[str, str]]) -> None:
    remembered = await tell(store, story)
    for text, language in asked:
        if (query := query_of(text, language)) is None:
            continue
        found = await store.search(asking(query, source_words=NAMES.__getitem__, languages={"s1": "french"}))
        expected = {(s, a.id) for s, a in remembered if matches(query, a, NAMES[s], SPOKEN[s])}
        assert {(one.source, one.article.id) for one in found.latest} == expected, text


async def agree_in_a_file(story: list[tuple[str, str, Article]], asked: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        store = await TinyStore.open(Path(folder) / "state.db")
        await agree(store, story, asked)
        await store.close()


def agree_on_postgresql(backend: PostgresBackend, examples: int) -> None:
    """Tell so many stories, one after another in the same database: each is emptied of the one before."""
    with asyncio.Runner() as runner:
        store = runner.run(backend.open())

        @settings(max_examples=examples, deadline=None)
        @given(stories, queries)
        def in_each(story: list[tuple[str, str, Article]], asked: list[tuple[str, str]]) -> None:
            runner.run(postgres.run(backend.address, "delete from articles; delete from sources"))
            runner.run(agree(store, story, asked))

        in_each()
        runner.run(store.close())


@settings(max_examples=40, deadline=None)
@given(stories, queries)
def test_the_index_agrees_with_the_evaluator(
    story: list[tuple[str, str, Article]], asked: list[tuple[str, str]]
) -> None:
    asyncio.run(agree_in_a_file(story, asked))


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None)
@given(stories, queries)
def test_the_index_agrees_with_the_evaluator_in_a_thousand_stories(
    story: list[tuple[str, str, Article]], asked: list[tuple[str, str]]
) -> None:
    asyncio.run(agree_in_a_file(story, asked))


def test_the_index_on_postgresql_agrees_with_the_evaluator(tmp_path: Path) -> None:
    agree_on_postgresql(PostgresBackend(tmp_path), 25)


@pytest.mark.slow
def test_the_index_on_postgresql_agrees_in_a_thousand_stories(tmp_path: Path) -> None:
    agree_on_postgresql(PostgresBackend(tmp_path), 1_000)
