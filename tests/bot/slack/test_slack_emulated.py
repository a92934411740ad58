"""Commands, buttons, dialogs and the home: what the app asks of Slack, an emulator of others is asked too."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from notifiers.secret import Secret
from tests.bot.conftest import Talk
from tests.bot.slack.conftest import Clock, app, at_work
from tests.bot.slack.front import APP, Front
from tests.bot.slack.person import Person
from tests.judges.node import Unavailable
from tests.judges.slack import Emulator, emulator
from watcher.cli.slack.manifest import SCOPES

pytestmark = pytest.mark.slow

NOT_ITS = ("apps.connections.open", "auth.test")


@dataclass(slots=True, kw_only=True)
class Judged(Front):
    """A front that hands each call to the emulator, and notes where the two do not say the same."""

    emulator: Emulator
    names: dict[str, str] = field(default_factory=dict)
    """What the emulator calls our people, channels and messages."""
    asked: list[str] = field(default_factory=list)

    async def answer(self, method: str, fields: dict[str, Any]) -> web.Response:
        # No super(): a dataclass with slots is made anew, and is not the class that it would look for.
        done = await Front.answer(self, method, fields)
        if method not in NOT_ITS:
            ours = json.loads(done.text or "{}")
            theirs = await self._theirs(method, fields)
            if ours["ok"] != theirs["ok"]:
                self.faults.append(f"{method}: the front says {ours}, the emulator {theirs}")
            self.names[str(ours.get("ts"))] = str(theirs.get("ts"))
            self.asked.append(method)
        return done

    async def _theirs(self, method: str, fields: dict[str, Any]) -> dict[str, Any]:
        renamed = {
            key: self.names.get(value, value) if isinstance(value, str) else value
            for key, value in fields.items()
        }
        if "trigger_id" in fields:
            fresh = await self.emulator.call("views.generateTriggerId", user_id=self.emulator.person)
            renamed["trigger_id"] = fresh["trigger_id"]
        return await self.emulator.call(method, **renamed)


@pytest.fixture
async def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Judged]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    try:
        async with emulator(tmp_path, scopes=SCOPES) as started:
            front = Judged(emulator=started)
            front.names |= {"U1": started.person, "C1": started.channels["news"]}
            front.names |= {"C2": started.channels["elsewhere"], "D1": started.person}
            await front.start()
            yield front
            await front.stop()
            assert front.faults == []
    except Unavailable as reason:
        pytest.skip(str(reason))


async def test_the_emulator_takes_what_the_app_says(judged: Judged, talk: Talk, clock: Clock) -> None:
    person = Person(judged)
    async with at_work(app(judged, talk, clock, app_token=Secret(APP))):
        for words in ("sanctions", '"cargo ship" OR -(', "제재", "<!channel> & <script>", "list", "help"):
            await person.type(words)
        first = await person.type("list")
        await person.press(first, next(iter(first.buttons)))
        dialog = await person.asks("settings")
        await person.submit(dialog, timezone="Asia/Seoul")
        await person.open_home()
        await person.press_at_home("Help")

    assert {"chat.postMessage", "views.open", "views.publish"} <= set(judged.asked)
