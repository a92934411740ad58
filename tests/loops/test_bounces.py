"""What bounces do, on a real store; the mailbox is a double that has what a look finds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from notifiers.email import Email, Login, MailboxError
from notifiers.email.bounces import Bounce
from notifiers.email.mailbox import Look
from tests.loops.ports import Channel, Clock
from tests.store.contract import a_delivery
from watcher.delivery.bounces import LASTING, Bounces
from watcher.delivery.departures import Departures
from watcher.delivery.routes import Routes
from watcher.models import Delivery, State, Watch
from watcher.reports import Report
from watcher.rules import Matcher
from watcher.store.port import Store
from watcher.store.registry import open_store
from watcher.watchbook import WatchBook
from watcher.wording.stored import restored
from watcher.wording.text import plain

ANN, CHAT = "ann@example.org", "email:ann@example.org"
MAIL = "<1@watcher.example>"


@dataclass
class Box:
    """Shows what the next looks find, in turn, then nothing more."""

    name: str = "alerts@watcher.example at imap.example"
    finds: list[Exception | tuple[Bounce, ...]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def look(self, position: str, now: datetime) -> Look:
        self.asked.append(position)
        found = self.finds.pop(0) if self.finds else ()
        if isinstance(found, Exception):
            raise found
        return Look(position=f"1:{len(self.asked)}", bounces=found)


@dataclass
class Desk:
    store: Store
    book: WatchBook
    box: Box
    clock: Clock
    routes: Routes
    reports: list[Report] = field(default_factory=list)

    def opened(self) -> Bounces:
        """Start it anew: what it has in memory is lost."""

        async def at_once(_: float) -> None:
            return

        departures = Departures(self.store, self.book, ("ops",))
        return Bounces(
            self.box,
            self.store,
            self.routes,
            departures,
            self.clock,
            operators=("ops",),
            listen=self.reports.append,
            wait=at_once,
        )

    async def send(self, destination: str = CHAT) -> None:
        await self.store.enqueue([a_delivery(1, destination, self.clock())])
        claim = await self.store.claim(destination, self.clock())
        assert claim
        await self.store.sent(claim, self.clock(), MAIL)

    async def mail(self) -> Delivery:
        kept = await self.store.delivery(a_delivery(1, CHAT).id)
        assert kept
        return kept.delivery

    def is_active(self) -> bool:
        chat = self.book.chat(CHAT)
        assert chat
        return chat.active

    async def told(self) -> list[str]:
        return [plain(restored(one.text)) for one in reversed(await self.store.deliveries(State.PENDING))]

    async def told_at_last(self, number: int) -> list[str]:
        """Wait for so many notices."""
        async with asyncio.timeout(10):
            while len(await self.told()) < number:
                await asyncio.sleep(0.005)
        return await self.told()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store, clock = await open_store(tmp_path / "w.db"), Clock()
    book = WatchBook(store, Matcher())
    await book.load()
    await book.chat_seen(CHAT, ANN, clock())
    await book.add(Watch(id=0, owner=CHAT, query="ship", destinations=(CHAT,), created_at=clock()))
    login = Login(host="127.0.0.1", security="none", sender="News <news@watcher.example>")
    routes = Routes((), {"email": Email(login), "telegram": Channel()}, ZoneInfo("UTC"), chats=book)
    yield Desk(store, book, Box(), clock, routes)
    await store.close()


def a_bounce(
    mail: str = MAIL, *, recipient: str = ANN, said: str = "5.1.1 no such user", gone: bool = True
) -> Bounce:
    return Bounce(message_id=mail, recipient=recipient, said=said, gone=gone)


async def test_an_address_that_is_no_more_is_left_as_when_it_is_refused_at_once(desk: Desk) -> None:
    await desk.send()
    desk.clock.forward(hours=5)
    desk.box.finds = [(a_bounce(said="5.1.10 no such user {LED=550}{"),)]
    await desk.opened().look()
    reason = "it came back from ann@example.org: 5.1.10 no such user {LED=550}{"
    mail = await desk.mail()
    assert (mail.state, mail.error, mail.settled_at) == (State.DEAD, reason, desk.clock())
    assert not desk.is_active()
    assert desk.book.awake([watch.id for watch in desk.book.of(CHAT)]) == ()
    assert await desk.told() == [
        f"I cannot write to “{ANN}” any more: {reason}. Its 1 watch rests until I am let in."
    ]
    assert len(desk.reports) == 1


@pytest.mark.parametrize(
    "bounce", [a_bounce(gone=False), a_bounce(recipient="old@elsewhere.example"), a_bounce(recipient="")]
)
async def test_what_says_nothing_of_the_address_gives_up_the_mail_alone(desk: Desk, bounce: Bounce) -> None:
    await desk.send()
    desk.box.finds = [(bounce,)]
    await desk.opened().look()
    assert (await desk.mail()).state is State.DEAD
    assert desk.is_active()


async def test_what_is_of_no_mail_of_ours_does_nothing(desk: Desk) -> None:
    await desk.send()
    desk.box.finds = [(a_bounce("<forged@watcher.example>"), a_bounce(""))]
    bounces = desk.opened()
    for _ in range(3):
        await bounces.look()
    assert (await desk.mail()).state is State.SENT
    assert desk.is_active()
    assert desk.reports == []


async def test_a_bounce_that_is_faster_than_our_own_books_is_taken_by_the_next_look(desk: Desk) -> None:
    desk.box.finds = [(a_bounce(),)]
    bounces = desk.opened()
    await bounces.look()
    await desk.send()
    await bounces.look()
    assert (await desk.mail()).state is State.DEAD
    assert not desk.is_active()


async def test_each_look_goes_on_where_the_last_one_ended_after_a_restart_too(desk: Desk) -> None:
    await desk.opened().look()
    await desk.opened().look()
    assert desk.box.asked == ["", "1:1"]


async def test_a_look_that_was_cut_off_is_done_again_and_finishes_what_was_begun(desk: Desk) -> None:
    await desk.send()
    await desk.store.returned(MAIL, desk.clock(), "it came back: 5.1.1 no such user")
    desk.box.finds = [(a_bounce(),), (a_bounce(),)]
    for _ in range(2):
        await desk.opened().look()
    assert not desk.is_active()
    assert len(await desk.told()) == 1


async def test_a_mail_to_somebody_who_is_no_subscriber_is_given_up_and_nobody_is_told(desk: Desk) -> None:
    await desk.send("email:bob@example.org")
    desk.box.finds = [(a_bounce(recipient="bob@example.org"),)]
    await desk.opened().look()
    (dead,) = await desk.store.deliveries(State.DEAD)
    assert dead.destination == "email:bob@example.org"
    assert await desk.told() == []


async def test_a_mailbox_that_cannot_be_read_for_long_is_told_and_so_is_its_end(desk: Desk) -> None:
    said = "the mailbox cannot be read: no route"
    bounces = desk.opened()
    desk.box.finds = [MailboxError(said)] * LASTING
    for _ in range(LASTING):
        assert await desk.told() == []
        await bounces.look()
        assert bounces.trouble() == said
    assert await desk.told_at_last(1) == [said]
    desk.clock.forward(minutes=5)
    await bounces.look()
    assert bounces.trouble() == ""
    assert await desk.told_at_last(2) == [said, "Bounces are received again."]
