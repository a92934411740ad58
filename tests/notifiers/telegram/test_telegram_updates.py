from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from notifiers.secret import Secret
from notifiers.telegram.account import Account
from notifiers.telegram.events import Command, Event, Membership, Migrated
from notifiers.telegram.login import Login
from notifiers.telegram.updates import poll_updates
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.telegram import TelegramReceiver

PERSON = 77
GROUP = -1001
ADMIN = 5


class Kept:
    """A bookmark in memory that outlives the loops that use it."""

    def __init__(self) -> None:
        self.update_id: int | None = None
        self.before_put: Callable[[], Awaitable[None]] | None = None

    async def get(self) -> int | None:
        return self.update_id

    async def put(self, update_id: int) -> None:
        if self.before_put:
            await self.before_put()
        self.update_id = update_id


class Heard:
    """Handles events by keeping them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._news = asyncio.Condition()

    async def __call__(self, event: Event) -> None:
        async with self._news:
            self.events.append(event)
            self._news.notify_all()

    async def wait_for(self, count: int) -> list[Event]:
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: len(self.events) >= count)
        return self.events

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Command)]


class Killed(BaseException):
    """Stands for a process that ends here."""


async def no_wait(seconds: float) -> None:
    await asyncio.sleep(0)


@asynccontextmanager
async def polling(
    receiver: TelegramReceiver,
    bookmark: Kept,
    handle: Callable[[Event], Awaitable[None]],
    *,
    report: Callable[[str], None] = lambda line: None,
    wait: Callable[[float], Awaitable[None]] = no_wait,
) -> AsyncIterator[asyncio.Task[None]]:
    account = Account(Login(token=Secret(receiver.token), base_url=receiver.url, timeout=5))
    menus = {"": [("watch", "Watch for words")]}
    loop = poll_updates(account, bookmark, handle, menus=menus, hold=5, report=report, wait=wait)
    task = asyncio.ensure_future(loop)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, Killed):
            await task
        await account.close()


async def test_what_people_type_comes_as_commands_in_order(telegram: TelegramReceiver) -> None:
    bookmark, heard = Kept(), Heard()
    async with polling(telegram, bookmark, heard):
        await telegram.push_text(PERSON, "/watch sanctions")
        last = await telegram.push_text(PERSON, "hello")
        first, second = await heard.wait_for(2)
    assert isinstance(first, Command)
    assert (first.chat, first.text, first.private, first.is_admin) == (PERSON, "/watch sanctions", True, True)
    assert (first.title, first.language, first.topic) == ("Person 77", "en", None)
    assert isinstance(second, Command)
    assert second.text == "hello"
    assert bookmark.update_id == last
    assert telegram.chats.menus[""] == [("watch", "Watch for words")]


async def test_death_between_handling_and_saving_loses_no_command(telegram: TelegramReceiver) -> None:
    bookmark, heard = Kept(), Heard()
    await telegram.push_text(PERSON, "/watch one")
    await telegram.push_text(PERSON, "/watch two")

    async def die() -> None:
        raise Killed

    bookmark.before_put = die
    async with polling(telegram, bookmark, heard) as task:
        with pytest.raises(Killed):
            await task
    before = heard.texts
    assert before[0] == "/watch one"
    assert bookmark.update_id is None

    bookmark.before_put = None
    async with polling(telegram, bookmark, heard):
        await heard.wait_for(len(before) + 2)
    assert heard.texts == [*before, "/watch one", "/watch two"]


async def test_death_while_handling_loses_no_command(telegram: TelegramReceiver) -> None:
    bookmark, heard = Kept(), Heard()

    async def die(event: Event) -> None:
        raise Killed

    await telegram.push_text(PERSON, "/watch one")
    async with polling(telegram, bookmark, die) as task:
        with pytest.raises(Killed):
            await task
    async with polling(telegram, bookmark, heard):
        await heard.wait_for(1)
    assert heard.texts == ["/watch one"]


async def test_a_restart_goes_on_behind_the_bookmark(telegram: TelegramReceiver) -> None:
    bookmark, heard = Kept(), Heard()
    async with polling(telegram, bookmark, heard):
        await telegram.push_text(PERSON, "/watch one")
        await heard.wait_for(1)
    async with polling(telegram, bookmark, heard):
        await telegram.push_text(PERSON, "/watch two")
        await heard.wait_for(2)
    assert heard.texts == ["/watch one", "/watch two"]


async def test_an_update_that_comes_twice_is_handled_once(telegram: TelegramReceiver) -> None:
    heard = Heard()
    await telegram.push_text(PERSON, "/watch one")
    telegram.chats.updates *= 2
    await telegram.push_text(PERSON, "/watch two")
    async with polling(telegram, Kept(), heard):
        await heard.wait_for(2)
    assert heard.texts == ["/watch one", "/watch two"]


async def test_a_command_that_is_being_handled_is_finished_before_the_loop_stops(
    telegram: TelegramReceiver,
) -> None:
    bookmark, begun, let_go = Kept(), asyncio.Event(), asyncio.Event()

    async def slow(event: Event) -> None:
        begun.set()
        await let_go.wait()

    update = await telegram.push_text(PERSON, "/watch one")
    async with polling(telegram, bookmark, slow) as task:
        await begun.wait()
        task.cancel()
        await asyncio.sleep(0)
        let_go.set()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert bookmark.update_id == update


async def test_a_handler_that_fails_is_logged_and_the_next_command_is_heard(
    telegram: TelegramReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard()

    async def fussy(event: Event) -> None:
        if isinstance(event, Command) and event.text == "/bad":
            raise ZeroDivisionError
        await heard(event)

    await telegram.push_text(PERSON, "/bad")
    await telegram.push_text(PERSON, "/good")
    async with polling(telegram, Kept(), fussy):
        await heard.wait_for(1)
    assert heard.texts == ["/good"]
    assert "could not be handled" in caplog.text


async def test_trouble_is_told_once_waited_out_ever_longer_and_its_end_is_told(
    telegram: TelegramReceiver,
) -> None:
    reports: list[str] = []
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    faults = [Fault.SERVER_ERROR, Fault.DROP_BEFORE, Fault.PAGE, Fault.TOO_MANY]
    telegram.plan = FaultPlan(faults, methods=["getUpdates"], retry_after=90)
    heard = Heard()
    async with polling(telegram, Kept(), heard, report=reports.append, wait=note):
        await telegram.push_text(PERSON, "/help")
        await heard.wait_for(1)
        await telegram.push_text(PERSON, "/help")
        await heard.wait_for(2)
    assert waits == [1, 2, 4, 90]
    assert len(reports) == 2
    assert "not received" in reports[0]
    assert reports[1] == ""


async def test_a_second_program_with_the_same_token_is_named_as_the_trouble(
    telegram: TelegramReceiver,
) -> None:
    reports: list[str] = []
    told = asyncio.Event()

    def report(line: str) -> None:
        reports.append(line)
        told.set()

    async def for_ever(seconds: float) -> None:
        await asyncio.Event().wait()

    async with (
        polling(telegram, Kept(), Heard(), report=report, wait=for_ever),
        polling(telegram, Kept(), Heard(), report=report, wait=for_ever),
    ):
        await asyncio.wait_for(told.wait(), 10)
    assert len(reports) == 1
    assert "another program" in reports[0]


async def test_only_admins_may_act_for_a_group(telegram: TelegramReceiver) -> None:
    telegram.chats.admins.add((GROUP, ADMIN))
    heard = Heard()
    anonymous = {"sender_chat": {"id": GROUP, "type": "supergroup", "title": "Group"}}
    await telegram.push_text(GROUP, "/watch a", user=ADMIN)
    await telegram.push_text(GROUP, "/watch b", user=6)
    await telegram.push_text(GROUP, "/watch c", user=7, extra=anonymous)
    async with polling(telegram, Kept(), heard):
        events = await heard.wait_for(3)
    assert [event.is_admin for event in events if isinstance(event, Command)] == [True, False, True]
    assert not any(event.private for event in events if isinstance(event, Command))


async def test_a_command_waits_where_telegram_cannot_say_who_is_an_admin(telegram: TelegramReceiver) -> None:
    telegram.chats.admins.add((GROUP, ADMIN))
    telegram.plan = FaultPlan([Fault.SERVER_ERROR, Fault.DROP_AFTER], methods=["getChatMember"])
    heard = Heard()
    await telegram.push_text(GROUP, "/watch a", user=ADMIN)
    async with polling(telegram, Kept(), heard):
        (event,) = await heard.wait_for(1)
    assert isinstance(event, Command)
    assert event.is_admin


async def test_commands_to_another_bot_are_not_heard_and_our_own_name_is_taken_off(
    telegram: TelegramReceiver,
) -> None:
    heard = Heard()
    await telegram.push_text(GROUP, "/watch@other_bot a", user=6)
    await telegram.push_text(GROUP, "/watch@Watcher_Demo_Bot b", user=6)
    async with polling(telegram, Kept(), heard):
        await heard.wait_for(1)
    assert heard.texts == ["/watch b"]


async def test_a_topic_of_a_forum_is_told(telegram: TelegramReceiver) -> None:
    heard = Heard()
    extra = {"message_thread_id": 9, "is_topic_message": True}
    await telegram.push_text(GROUP, "/watches", user=6, extra=extra)
    async with polling(telegram, Kept(), heard):
        (event,) = await heard.wait_for(1)
    assert isinstance(event, Command)
    assert event.topic == 9


async def test_blocking_and_letting_in_again_are_told(telegram: TelegramReceiver) -> None:
    heard = Heard()
    await telegram.set_status(PERSON, "kicked")
    await telegram.set_status(PERSON, "member")
    async with polling(telegram, Kept(), heard):
        events = await heard.wait_for(2)
    assert [(event.chat, event.active) for event in events if isinstance(event, Membership)] == [
        (PERSON, False),
        (PERSON, True),
    ]


async def test_a_group_that_became_a_supergroup_is_told(telegram: TelegramReceiver) -> None:
    heard = Heard()
    await telegram.push_text(-5, "", extra={"migrate_to_chat_id": -1005})
    async with polling(telegram, Kept(), heard):
        (event,) = await heard.wait_for(1)
    assert event == Migrated(update_id=event.update_id, chat=-5, to=-1005)
