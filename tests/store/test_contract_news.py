"""What other processes changed of watches and chats is told once, in order, and never too little."""

from __future__ import annotations

from dataclasses import replace

from tests.store.contract import NOON, Backend, a_watch
from watcher.models import Chat
from watcher.store.port import Store, WatchNews


async def heard(store: Store, since: int | None) -> WatchNews:
    """Return all news after a revision as one."""
    news = WatchNews(revision=since or 0)
    while (more := await store.watch_news(news.revision)).revision != news.revision:
        news = WatchNews(
            revision=more.revision,
            complete=news.complete and more.complete,
            changed=news.changed + more.changed,
            removed=news.removed + more.removed,
            chats=news.chats + more.chats,
            removed_chats=news.removed_chats + more.removed_chats,
        )
    return news


async def test_there_is_no_news_where_nothing_changed(store: Store) -> None:
    await store.add_watch(a_watch())
    revision = (await store.watch_news(None)).revision
    assert await store.watch_news(revision) == WatchNews(revision=revision)


async def test_the_news_ends_after_any_changes(store: Store) -> None:
    since = (await store.watch_news(None)).revision
    watch, _ = await store.add_watch(a_watch())
    await store.save_chat(Chat(id="telegram:5", title="Dana", created_at=NOON))
    await store.remove_watch(watch.id, watch.owner)
    news = await heard(store, since)
    assert news.complete
    assert await store.watch_news(news.revision) == WatchNews(revision=news.revision)


async def test_what_is_told_of_a_watch_is_what_there_is(store: Store, backend: Backend) -> None:
    other = await backend.open() if type(backend).__name__ == "PostgresBackend" else store
    since = (await other.watch_news(None)).revision
    kept, _ = await store.add_watch(a_watch())
    gone, _ = await store.add_watch(a_watch("ships"))
    await store.remove_watch(gone.id, gone.owner)
    news = await heard(other, since)
    if other is store:
        assert news == WatchNews(revision=since)
    else:
        assert (news.changed, news.removed) == ((kept,), (gone.id,))
        await other.close()


async def test_a_chat_is_told_with_its_move(store: Store) -> None:
    since = (await store.watch_news(None)).revision
    chat = Chat(id="telegram:5", title="Dana", created_at=NOON)
    await store.save_chat(chat)
    watch, _ = await store.add_watch(a_watch())
    await store.move_chat("telegram:5", "telegram:-100")
    news = await heard(store, since)
    if news.chats:
        assert news.chats == (replace(chat, id="telegram:-100"),)
        assert news.removed_chats == ("telegram:5",)
        assert news.changed == await store.watches("telegram:-100")
        assert [one.id for one in news.changed] == [watch.id]
