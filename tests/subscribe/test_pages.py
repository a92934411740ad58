"""Subscribing by mail, as somebody with a browser and a mailbox sees it."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from tests.subscribe.conftest import ANN, BASE, Post
from watcher import plan
from watcher.models import DigestTime

CHAT = f"email:{ANN}"


async def test_only_who_opens_the_link_is_subscribed(post: Post) -> None:
    status, page = await post.ask(at="07:30", days="weekdays", zone="seoul")
    assert (status, "Look into your mailbox" in page) == (200, True)
    (mail,) = await post.mails()
    assert post.book.chats() == ()
    assert mail["To"] == ANN
    assert mail["List-Unsubscribe"] is None
    path = await post.link(mail)
    status, page = await post.get(path)
    assert (status, "sanctions" in page, post.book.chats()) == (200, True, ())
    for _ in range(2):  # once more is no harm
        status, page = await post.post(path)
        assert (status, "You are subscribed" in page) == (200, True)
    assert [watch.query for watch in post.book.of(CHAT)] == ["sanctions"]
    chosen = post.book.preferences(CHAT)
    assert chosen.digest == DigestTime(at=time(7, 30), days=frozenset(range(5)))
    assert chosen.timezone == "Asia/Seoul"


async def test_a_mail_to_a_subscriber_can_be_ended_by_one_click(post: Post) -> None:
    await post.subscribe(days="once")
    await post.store.enqueue(plan.notices("n", "News.", (CHAT,), post.clock()))
    mail = (await post.mails())[-1]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = str(mail["List-Unsubscribe"]).strip("<>").removeprefix(BASE)
    assert await post.get(path) == await post.get(path)
    assert post.book.chats()[0].active  # a GET changes nothing
    status, _ = await post.post(path, **{"List-Unsubscribe": "One-Click"})
    assert (status, post.book.chats()[0].active) == (200, False)
    assert (await post.post(path))[0] == 200
    body = mail.get_body(("html",))
    assert body
    assert f"{BASE}/unsubscribe/" in body.get_content()


async def test_a_subscriber_looks_after_the_watches_on_a_page(post: Post) -> None:
    path = await post.subscribe(at="08:00")
    await post.post(path, do="add", query='title:"<kim>" x')
    _, page = await post.get(path)
    assert "title:&#34;&lt;kim&gt;&#34; x" in page
    first, _ = post.book.of(CHAT)
    await post.post(path, do="stop", watch=str(first.id))
    await post.post(path, do="choose", days="weekly", at="18:05", zone="Europe/Oslo")
    assert [watch.query for watch in post.book.of(CHAT)] == ['title:"<kim>" x']
    assert post.book.preferences(CHAT).digest == DigestTime(at=time(18, 5), days=frozenset({0}))
    await post.post(path, do="choose", days="once")
    assert post.book.preferences(CHAT).digest is None
    status, page = await post.post(path, do="end")
    assert (status, "unsubscribed" in page) == (200, True)
    assert "You are unsubscribed" in (await post.get(path))[1]
    await post.post(path, do="add", query="back")
    assert post.book.chats()[0].active


async def test_nobody_stops_the_watch_of_another(post: Post) -> None:
    await post.subscribe()
    other = await post.subscribe("bob@example.org", "coal")
    (watch,) = post.book.of(CHAT)
    await post.post(other, do="stop", watch=str(watch.id))
    assert post.book.of(CHAT) == (watch,)


async def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(post: Post) -> None:
    for form, words in (
        ({"query": '"open'}, "not closed"),
        ({"zone": "Seul"}, "Did you mean Asia/Seoul?"),
        ({"at": "25:00"}, "is not a time"),
        ({"address": "Ann <x@y>"}, "name@example.org"),
    ):
        status, page = await post.ask(**form)
        assert (status, words in page) == (400, True), (form, page)
    assert 'value="Ann &lt;x@y&gt;"' in page
    assert await post.mails() == []


async def test_the_page_tells_nobodys_address(post: Post) -> None:
    await post.subscribe()
    known = await post.post("/subscribe", form=post.links.form(post.clock()), address=ANN)
    unknown = await post.post("/subscribe", form=post.links.form(post.clock()), address="x@example.org")
    assert known == unknown
    mails = await post.mails()
    assert [mail["To"] for mail in mails] == [ANN, ANN]
    assert (await post.link(mails[-1])).startswith("/manage/")


async def test_an_address_gets_three_mails_an_hour_and_one_for_the_same_wish(post: Post) -> None:
    await post.ask()
    await post.ask()
    assert len(await post.mails()) == 1
    await post.ask(query="other")
    status, page = await post.ask(query="a third")
    assert (status, "too often" in page) == (429, True)
    post.clock.forward(hours=1)
    assert (await post.ask(query="a third"))[0] == 200


async def test_who_asks_for_many_addresses_is_stopped(post: Post) -> None:
    statuses = [(await post.ask(f"a{n}@example.org"))[0] for n in range(21)]
    assert statuses == [200] * 20 + [429]


@pytest.mark.parametrize("page", ["confirm", "manage", "unsubscribe"])
async def test_a_forged_link_and_one_for_something_else_get_a_page_that_helps(post: Post, page: str) -> None:
    other = post.links.form(post.clock())
    for token in ("forged.token", other, "%00", "é"):
        for status, text in (await post.get(f"/{page}/{token}"), await post.post(f"/{page}/{token}")):
            assert (status, "Ask for a new link" in text) == (410, True)


async def test_links_expire(post: Post) -> None:
    await post.ask()
    path = await post.link((await post.mails())[0])
    manage = await post.subscribe("bob@example.org")
    post.clock.forward(days=31)
    for expired in (path, manage):
        status, page = await post.get(expired)
        assert (status, "This link has expired" in page) == (410, True)
    assert CHAT not in {chat.id for chat in post.book.chats()}


async def test_a_form_that_is_not_ours_is_not_answered(post: Post) -> None:
    status, _ = await post.post("/subscribe", address=ANN, query="x", form="forged")
    assert status == 400
    old = post.links.form(post.clock() - timedelta(days=1))
    assert (await post.post("/subscribe", address=ANN, query="x", form=old))[0] == 400
    assert await post.mails() == []


async def test_an_address_that_does_not_exist_any_more_is_left_alone(post: Post) -> None:
    await post.subscribe()
    post.mail.refusals[ANN] = "550 5.1.1 no such user"
    await post.store.enqueue(plan.notices("n", "News.", (CHAT,), post.clock()))
    await post.mails()
    (chat,) = post.book.chats()
    assert not chat.active
    assert post.book.awake([watch.id for watch in post.book.of(CHAT)]) == ()


async def test_pages_run_nothing_and_are_shown_inside_of_nothing(post: Post) -> None:
    async with post.http.get("/subscribe") as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "<script" not in await response.text()


async def test_pages_and_mails_are_in_the_language_of_the_browser_then_as_chosen(post: Post) -> None:
    korean = {"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.5"}
    async with post.http.get("/subscribe", headers=korean) as response:
        assert response.headers["Content-Language"] == "ko"
        assert "메일로 받는 뉴스" in await response.text()
    form = {"form": post.links.form(post.clock()), "address": ANN, "query": '"open'}
    async with post.http.post("/subscribe?language=ko", data=form) as response:
        assert "따옴표가 닫히지 않았습니다" in await response.text()
    async with post.http.post("/subscribe?language=ko", data={**form, "query": "sanctions"}) as response:
        assert response.status == 200
    (mail,) = await post.mails()
    assert "이틀 안에" in mail["Subject"]
    assert "http" not in mail["Subject"]
    _, page = await post.post(await post.link(mail))
    assert "구독이 시작되었습니다" in page
    path = post.links.manage(ANN, post.clock()).removeprefix(BASE)
    assert "내 알림어" in (await post.get(path))[1]
    await post.post(path, do="choose", days="once", locale="en")
    assert "Your watches" in (await post.get(path))[1]
    async with post.http.get("/manage/forged", headers=korean) as response:
        assert "링크가 올바르지 않습니다" in await response.text()
