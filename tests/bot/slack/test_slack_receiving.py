"""Events are taken once, acknowledged in time, and never lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from notifiers.secret import Secret
from notifiers.slack.failures import NotLetIn
from notifiers.slack.socket_mode import receive
from notifiers.slack.web_api import WebApi
from tests.bot.conftest import Talk
from tests.bot.slack.conftest import Clock, app, at_work
from tests.bot.slack.front import APP, BOT, Front
from tests.bot.slack.person import Person
from watcher.bot.slack.envelopes import Envelopes
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.errors import StoreError, WatcherError
from watcher.store.port import Store


async def test_copies_of_an_event_are_answered_once(person: Person, front: Front, talk: Talk) -> None:
    command = person.command("sanctions")

    await front.send("slash_commands", command, copies=3)
    await front.send("slash_commands", command)

    await front.until(lambda: len(front.shown) == 2)
    assert (await person.type("sanctions")).text == "You already watch this (#1)."
    assert len(front.shown) == 3


async def test_however_much_comes_at_once_all_is_acknowledged_and_answered_in_order(
    front: Front, talk: Talk, clock: Clock
) -> None:
    people = [Person(front, user=f"U{number}") for number in range(10)]
    async with at_work(app(front, talk, clock, app_token=Secret(APP))):
        commands = [who.command(f"word{n}", channel="D1") for n in range(8) for who in people]
        ids = await asyncio.gather(*(front.send("slash_commands", one) for one in commands))
        await front.until(lambda: len(front.shown) == len(commands))

    assert len(set(ids)) == len(commands)
    assert front.resent == 0
    for who in people:
        queries = [watch.query for watch in talk.book.of(f"slack:{who.user}")]
        assert queries[:3] == ["word0", "word1", "word2"]


async def test_an_answer_that_hangs_holds_up_neither_acknowledgement_nor_other_chats(
    front: Front, talk: Talk, clock: Clock
) -> None:
    front.plan = FaultPlan(decide=lambda asked: Fault.HANG if asked.to == "C1" else Fault.NONE)
    async with at_work(app(front, talk, clock, app_token=Secret(APP))):
        slow, quick = Person(front), Person(front, user="U2")
        await front.send("slash_commands", slow.command("sanctions"))
        assert (await quick.type("embargo", channel="D1")).text.startswith("👁 Watching *embargo*")
        front.plan.release()


async def test_a_socket_that_goes_is_replaced(person: Person, front: Front) -> None:
    await person.type("list")
    await front.cut()

    assert "nothing yet" in (await person.type("list")).text
    assert front.opened == 2


async def test_a_socket_that_will_go_is_replaced_first_and_still_listened_to(
    person: Person, front: Front
) -> None:
    await person.type("list")
    old = front.sockets[0]
    await front.disconnect()
    await front.until(lambda: len(front.sockets) == 2)
    assert not old.closed
    front.sockets.reverse()

    assert "nothing yet" in (await person.type("list")).text


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.SERVER_ERROR, Fault.DROP_AFTER])
async def test_an_address_that_cannot_be_had_now_is_asked_for_again(front: Front, fault: Fault) -> None:
    front.plan = FaultPlan([fault], retry_after=0)
    taken: list[object] = []

    async def take(payload: Any) -> None:
        taken.append(payload)

    api = WebApi(Secret(APP), f"{front.url}/api/", 5)
    told: list[str] = []
    listening = asyncio.ensure_future(receive(api, take, report=told.append, first_pause=0.01))
    await front.send("slash_commands", {"text": "x"})
    listening.cancel()
    await asyncio.wait([listening])

    assert taken == [{"text": "x"}]
    assert [line[:30] for line in told] == ["Slack's events do not arrive: ", ""]


async def test_a_token_that_is_not_let_in_is_told_in_one_line(front: Front, talk: Talk, clock: Clock) -> None:
    with pytest.raises(NotLetIn, match="invalid_auth"):
        await receive(WebApi(Secret(BOT), f"{front.url}/api/", 5), _never)
    wrong = app(front, talk, clock, app_token=Secret("xapp-wrong"))
    assert wrong.trouble() == ""
    with pytest.raises(WatcherError, match=r"invalid_auth; see bot\.slack\.app_token"):
        await wrong.run()
    assert "invalid_auth" in wrong.trouble()


async def _never(_: object) -> None:
    raise AssertionError


class FullDisk:
    """A store that cannot take new values while it is full."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = True

    async def put_new(self, key: str, value: str) -> bool:
        if self.full:
            self.full = False
            raise StoreError("the disk is full")
        return await self._store.put_new(key, value)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


async def test_what_could_not_be_kept_is_not_acknowledged_so_slack_sends_it_again(
    front: Front, talk: Talk, clock: Clock
) -> None:
    front.patience = 0.3
    full: Any = FullDisk(talk.store)
    async with at_work(app(front, talk, clock, store=full, app_token=Secret(APP))):
        assert (await Person(front).type("sanctions")).text.startswith("👁 Watching *sanctions*")
    assert front.resent == 1


async def test_what_a_dead_process_acknowledged_is_answered_by_the_next(
    front: Front, talk: Talk, clock: Clock
) -> None:
    person = Person(front)
    command = person.command("sanctions")
    kept = Envelopes(talk.store)
    await kept.take("left", command, clock() - timedelta(minutes=2))
    await kept.take("done", person.command("embargo"), clock() - timedelta(minutes=3))
    await kept.done("done", clock() - timedelta(minutes=3))

    async with at_work(app(front, talk, clock, app_token=Secret(APP))):
        await front.until(lambda: len(front.shown) == 2)

    assert [watch.query for watch in talk.book.of("slack:C1")] == ["sanctions"]
    assert await kept.left(clock()) == {}
    assert set(await talk.store.values("inbox:slack:")) == {"inbox:slack:left", "inbox:slack:done"}
    await kept.left(clock() + timedelta(days=1))
    assert await talk.store.values("inbox:slack:") == {}
