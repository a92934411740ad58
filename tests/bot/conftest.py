"""A dialogue over a real embedded store, and articles for it to find."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.bot.command import Command
from watcher.bot.dialogue import Dialogue
from watcher.bot.registry import VERBS
from watcher.bot.reply import Reply
from watcher.bot.verb import Desk
from watcher.models import Article, Published, Validators
from watcher.rules import Matcher
from watcher.store.port import PollCommit, Store
from watcher.store.tiny.store import TinyStore
from watcher.watchbook import WatchBook

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CHAT = "telegram:77"


class Talk:
    """One chat's side of the conversation."""

    def __init__(self, dialogue: Dialogue, book: WatchBook, store: Store) -> None:
        self.dialogue = dialogue
        self.book = book
        self.store = store
        self.now = NOW

    async def ask(
        self,
        text: str,
        *,
        chat: str = CHAT,
        private: bool = True,
        is_admin: bool = True,
        pressed: bool = False,
    ) -> Reply | None:
        return await self.dialogue.handle(
            Command(chat=chat, text=text, private=private, is_admin=is_admin, pressed=pressed, title="Ada")
        )

    async def say(self, text: str, *, chat: str = CHAT) -> str:
        """Return the words of the reply."""
        reply = await self.ask(text, chat=chat)
        assert reply is not None
        return reply.text

    async def publish(
        self, title: str, *, first_seen: datetime = NOW, published: Published | None = None
    ) -> None:
        """Let the store remember an article."""
        article = Article(id=title, keys=(f"t:{title}",), title=title, published=published)
        await self.store.commit_poll(
            PollCommit(source="news", at=first_seen, validators=Validators(), page=[article], new=[article])
        )

    async def publish_hourly(self, title: str, count: int, *, latest: timedelta) -> None:
        """Let the store remember so many articles, an hour apart, the latest so long ago."""
        for number in reversed(range(count)):
            await self.publish(f"{title} {number}", first_seen=NOW - latest - timedelta(hours=number))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyStore]:
    opened = await TinyStore.open(tmp_path / "state.db")
    yield opened
    await opened.close()


@pytest.fixture
async def talk(store: TinyStore) -> Talk:
    return await talk_over(store)


async def talk_over(store: Store, *, max_watches: int = 10, allowed: tuple[str, ...] = ()) -> Talk:
    book = WatchBook(store, Matcher(), {"news": "Evening News"})
    await book.load()
    desk = Desk(
        store=store,
        book=book,
        clock=lambda: opened.now,
        verbs=VERBS,
        sources={"news": "Evening News"},
        max_watches=max_watches,
    )
    opened = Talk(Dialogue(desk, allowed), book, store)
    return opened
