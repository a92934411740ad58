"""`/digest email` in a chat: from the command over a mail and its link to a digest, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import time

import pytest

from notifiers.secret import Secret
from notifiers.telegram.account import Account
from notifiers.telegram.login import Login
from tests.bot.test_telegram_conversation import Phone
from tests.subscribe.conftest import ANN, BASE, Post
from watcher import plan
from watcher.bot.command import Command
from watcher.bot.dialogue import Dialogue
from watcher.bot.registry import VERBS
from watcher.bot.telegram import TelegramInbox
from watcher.bot.verb import Desk
from watcher.demo.receivers.telegram import TelegramReceiver
from watcher.holding.digest import Digests
from watcher.holding.holds import Holds
from watcher.models import Article, DigestTime, Validators
from watcher.service.inboxes import menus
from watcher.store.port import PollCommit

CHAT = f"email:{ANN}"


@pytest.fixture
def desk(post: Post) -> Desk:
    return Desk(store=post.store, book=post.book, clock=post.clock, verbs=VERBS, offer=post.pages.offer)


@pytest.fixture
async def phone(telegram: TelegramReceiver, post: Post, desk: Desk) -> AsyncIterator[Phone]:
    account = Account(Login(token=Secret(telegram.token), base_url=telegram.url, timeout=5))
    inbox = TelegramInbox(account, Dialogue(desk), post.book, post.store, post.clock, menus=menus())
    task = asyncio.ensure_future(inbox.run())
    yield Phone(telegram)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await account.close()


async def publish(post: Post, title: str) -> None:
    article = Article(id=title, keys=(f"t:{title}",), title=title, url="https://n.example/a")
    now, holds = post.clock(), Holds(post.book, post.routes)
    owed = plan.alerts("news", [article], post.book.match, holds.of, lambda way: (way,), now)
    await post.store.commit_poll(
        PollCommit(
            source="news", at=now, validators=Validators(), page=[article], new=[article], deliveries=owed
        )
    )


async def test_from_a_command_in_a_chat_to_a_digest_by_mail(post: Post, phone: Phone) -> None:
    await phone.type("/watch sanctions -football")
    await phone.type('/watch "북한 제재"')
    await phone.type("/settings timezone Asia/Seoul")
    await phone.type("/settings language ko")
    asked = await phone.type("/digest email")
    assert asked.text.startswith("어느 주소로 보낼까요?")
    answer = await phone.type(f"{ANN} weekdays 08:00")
    assert answer.text.startswith(f"📧 {ANN} ")
    assert "알림어 2개의 모아 보기를 평일 08:00 (Asia/Seoul)에 받습니다" in answer.text
    (mail,) = await post.mails()
    assert mail["Subject"].startswith("이 주소로 뉴스를 받겠다는 신청이 있었습니다.")
    path = await post.link(mail)
    _, page = await post.get(path)
    assert '<html lang="ko">' in page
    assert "sanctions -football" in page
    assert "평일 08:00 (Asia/Seoul)" in page
    assert post.book.chat(CHAT) is None
    for _ in range(2):  # once more is no harm
        status, page = await post.post(path)
        assert (status, "구독이 시작되었습니다" in page) == (200, True)
    assert [watch.query for watch in post.book.of(CHAT)] == ["sanctions -football", '"북한 제재"']
    assert post.book.preferences(CHAT).digest == DigestTime(at=time(8), days=frozenset(range(5)))

    await publish(post, "New sanctions on shipping")
    digests = Digests(
        post.store,
        post.routes,
        Holds(post.book, post.routes),
        post.clock,
        wake=post.deliverer.wake,
        listen=lambda report: None,
    )
    post.clock.forward(days=5)
    await digests.cut_due()
    digest = (await post.mails())[-1]
    assert (digest["To"], digest["Subject"].partition(" · ")[0]) == (ANN, "새 글 1건")
    body = digest.get_body(("plain",))
    assert body
    words = body.get_content()
    assert "New sanctions on shipping" in words
    assert f"구독 해지: {BASE}/unsubscribe/" in words


async def test_the_chat_is_told_the_same_of_every_address(post: Post, desk: Desk) -> None:
    dialogue = Dialogue(desk)

    async def said(text: str, chat: str = "telegram:7") -> str:
        reply = await dialogue.handle(Command(chat=chat, text=text))
        assert reply is not None
        return reply.text

    assert await said(f"/digest email {ANN}") == "You watch nothing yet. Begin with /watch sanctions"
    await said("/watch sanctions")
    await post.subscribe()
    known, unknown = await said(f"/digest email {ANN}"), await said("/digest email bob@example.org")
    assert known.replace(ANN, "X") == unknown.replace("bob@example.org", "X")
    # Who is subscribed has the same watch once, and no mail more than the limit.
    status, _ = await post.post(await post.link((await post.mails())[-2]))
    assert (status, len(post.book.of(CHAT))) == (200, 1)
    assert (
        await said("/digest email ann@")
        == "Write an address as name@example.org\nExample: /digest email name@example.org 08:00"
    )
    assert '"25:00" is not a time' in await said(f"/digest email {ANN} 25:00")
    assert "Did you mean Asia/Seoul?" in await said(f"/digest email {ANN} Seul")
    await said(f"/digest email {ANN} 09:00")
    assert "too often" in await said(f"/digest email {ANN} 10:00")
    await said("/watch coal", chat="telegram:8")
    for place in range(20):
        await said(f"/digest email a{place}@example.org", chat="telegram:8")
    assert "too often" in await said("/digest email b@example.org", chat="telegram:8")


async def test_a_link_adds_what_is_still_watched_and_only_as_much_as_may_be(post: Post, desk: Desk) -> None:
    dialogue = Dialogue(desk)
    for query in ("one", "two", "three", "four"):
        await dialogue.handle(Command(chat="telegram:7", text=f"/watch {query}"))
    await dialogue.handle(Command(chat="telegram:7", text=f"/digest email {ANN}"))
    path = await post.link((await post.mails())[-1])
    status, page = await post.post(path)
    assert (status, "You may have 3 watches" in page, post.book.of(CHAT)) == (400, True, ())
    await dialogue.handle(Command(chat="telegram:7", text="/unwatch 1"))
    assert (await post.post(path))[0] == 200
    assert [watch.query for watch in post.book.of(CHAT)] == ["two", "three", "four"]
    await dialogue.handle(Command(chat="telegram:7", text="/unwatch all yes"))
    status, page = await post.post(path)
    assert (status, "were stopped meanwhile" in page) == (400, True)


async def test_without_mail_the_chat_is_told_so(post: Post, desk: Desk) -> None:
    reply = await Dialogue(replace(desk, offer=None)).handle(
        Command(chat="telegram:7", text=f"/digest email {ANN}")
    )
    assert reply
    assert "I send no email here" in reply.text
