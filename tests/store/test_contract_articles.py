"""The contract of every store: articles looked up by their keys alone."""

from __future__ import annotations

from tests.store.contract import MINUTE, NOON, a_poll, an_article
from watcher.store.port import Store


async def test_articles_are_found_by_a_key_in_every_source(store: Store) -> None:
    await store.commit_poll(a_poll(an_article(1), an_article(2)))
    await store.commit_poll(a_poll(an_article(1), source="other", at=NOON + MINUTE))
    found = await store.articles(["url:1", "title:1", "url:9"])
    assert [(one.source, one.article.id) for one in found] == [("other", "a1"), ("nk", "a1")]
    assert await store.articles([]) == await store.articles(["url:9"]) == ()
