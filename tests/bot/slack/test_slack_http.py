"""HTTP mode: what Slack signs is answered, and nothing else is let in."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from notifiers.secret import Secret
from notifiers.slack.signature import sign
from tests.bot.conftest import Talk
from tests.bot.slack.conftest import Clock, app, at_work
from tests.bot.slack.front import SIGNING, Front
from tests.bot.slack.person import Person
from watcher.web.server import WebServer

FORM = "application/x-www-form-urlencoded"


class Poster:
    """Posts to the app as Slack does."""

    def __init__(self, http: aiohttp.ClientSession, clock: Clock) -> None:
        self.http = http
        self.clock = clock
        self.secret = SIGNING
        self.late = 0
        self.change = b""

    async def deliver(self, kind: str, payload: Mapping[str, Any]) -> tuple[int, str]:
        text = json.dumps(payload)
        match kind:
            case "slash_commands":
                return await self.post(urlencode(payload).encode(), FORM)
            case "interactive":
                return await self.post(urlencode({"payload": text}).encode(), FORM)
        return await self.post(text.encode(), "application/json; charset=utf-8")

    async def post(self, body: bytes, content_type: str) -> tuple[int, str]:
        stamp = int(self.clock().timestamp()) - self.late
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": str(stamp),
            "X-Slack-Signature": sign(stamp, body, self.secret),
        }
        async with self.http.post("/slack/events", data=body + self.change, headers=headers) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def poster(front: Front, talk: Talk, clock: Clock) -> AsyncIterator[Poster]:
    inbox = app(front, talk, clock, signing_secret=Secret(SIGNING))
    server = WebServer("127.0.0.1", 0, inbox.pages)
    await server.start()
    async with aiohttp.ClientSession(server.address) as http, at_work(inbox):
        yield Poster(http, clock)
    await server.stop()


@pytest.fixture
def person(front: Front, poster: Poster) -> Person:
    return Person(front, poster.deliver)


async def test_commands_buttons_dialogs_and_the_home_work_as_over_a_socket(
    person: Person, front: Front, talk: Talk
) -> None:
    watching = await person.type("sanctions & <more>")
    assert watching.text.startswith("👁 Watching *sanctions &amp; &lt;more&gt;*")
    announced = next(one for one in front.shown if not one.only)
    assert (await person.press(announced, "Undo")).text == "Stopped #1 *sanctions &amp; &lt;more&gt;*."
    answer = await person.submit(await person.asks(""), words="embargo")
    assert answer.text.startswith("👁 Watching *embargo* (#2)")
    assert await person.open_home()
    assert front.opened == 0


async def test_slack_checks_the_address_by_a_challenge(poster: Poster) -> None:
    challenge = {"type": "url_verification", "challenge": "3eZbrw1a"}
    assert await poster.deliver("events_api", challenge) == (200, "3eZbrw1a")


@pytest.mark.parametrize("wrong", [{"secret": "another"}, {"late": 301}, {"late": -301}, {"change": b"&x=1"}])
async def test_what_is_not_signed_by_slack_just_now_changes_nothing(
    poster: Poster, person: Person, front: Front, talk: Talk, wrong: dict[str, Any]
) -> None:
    for name, value in wrong.items():
        setattr(poster, name, value)

    status, _ = await poster.deliver("slash_commands", person.command("sanctions"))

    assert status == 401
    assert talk.book.of("slack:C1") == ()
    assert await talk.store.values("inbox:") == {}


async def test_a_request_without_a_signature_is_refused(poster: Poster) -> None:
    for stamp in ("", "x", "٣", "9" * 30):
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=é"}
        async with poster.http.post("/slack/events", data=b"{}", headers=headers) as answer:
            assert answer.status == 401


@pytest.mark.parametrize("body", [b"\xff", b"[]", b"{", b'"x"', b"1"])
async def test_a_signed_request_that_cannot_be_read_is_refused(poster: Poster, body: bytes) -> None:
    assert (await poster.post(body, "application/json"))[0] == 400


async def test_an_event_that_is_none_of_ours_or_broken_is_taken_and_harms_nothing(
    poster: Poster, person: Person
) -> None:
    for payload in ({"type": "block_actions"}, {"type": "event_callback", "event": {"type": "x"}}, {}):
        assert (await poster.deliver("events_api", payload))[0] == 200
    assert "nothing yet" in (await person.type("list")).text
