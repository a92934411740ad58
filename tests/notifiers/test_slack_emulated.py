"""Our client against an emulator of Slack that others wrote, with the rights that our manifest asks for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from notifiers.port import Message, Refused, Rejected
from notifiers.secret import Secret
from notifiers.slack.channel import Slack
from notifiers.slack.options import Options
from tests.judges.node import Unavailable
from tests.judges.slack import Emulator, emulator
from watcher.cli.slack.manifest import made

pytestmark = pytest.mark.slow


def message(body: str, key: str = "d-1", follows: str = "") -> Message:
    parts = {"title": "", "body": body, "context": "Times", "text": "Kaesong"}
    return Message(key=key, parts=parts, follows=follows)


BODY = "*Kaesong* &amp; <https://x.test/a?b=1|reopening>"
MESSAGE = message(BODY)


def scopes(*, reads: bool) -> list[str]:
    manifest: Any = made("watcher", reads=reads)
    return list(manifest["oauth_config"]["scopes"]["bot"])


@pytest.fixture
async def slack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Emulator]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    try:
        async with emulator(tmp_path, scopes=scopes(reads=True)) as started:
            yield started
    except Unavailable as reason:
        pytest.skip(str(reason))


def bot(slack: Emulator, token: str = "") -> Slack:
    return Slack(Options(token=Secret(token or slack.token), channel="C1", base_url=f"{slack.url}/api/"))


async def history(slack: Emulator, channel: str) -> list[dict[str, Any]]:
    answer = await slack.call("conversations.history", channel=channel, include_all_metadata=True)
    return list(answer["messages"])


async def test_what_is_posted_is_found_changed_and_followed(slack: Emulator) -> None:
    news, channel = slack.channels["news"], bot(slack)

    receipt = await channel.send(news, MESSAGE)

    posted = (await history(slack, news))[0]
    assert receipt.id == f"{news}/{posted['ts']}"
    assert posted["blocks"][0]["text"]["text"] == BODY
    assert posted["metadata"]["event_payload"] == {"key": "d-1"}
    assert await channel.find(news, "d-1") == receipt
    assert await channel.find(news, "d-2") is None

    await channel.edit(news, receipt.id, message("*Kaesong* stays shut"))
    follow = await channel.send(news, message(BODY, "d-2", follows=receipt.id))

    changed = (await history(slack, news))[-1]
    assert changed["blocks"][0]["text"]["text"] == "*Kaesong* stays shut"
    assert await channel.find(news, "d-1") == receipt
    replies = (await slack.call("conversations.replies", channel=news, ts=posted["ts"]))["messages"]
    assert [f"{news}/{one['ts']}" for one in replies] == [receipt.id, follow.id]


async def test_a_person_is_written_to_by_id(slack: Emulator) -> None:
    receipt = await bot(slack).send(slack.person, MESSAGE)

    direct = receipt.id.partition("/")[0]
    assert direct.startswith("D")
    assert [one["metadata"]["event_payload"]["key"] for one in await history(slack, direct)] == ["d-1"]


async def test_without_the_right_to_read_nothing_is_found_and_posting_goes_on(slack: Emulator) -> None:
    channel, news = bot(slack, await slack.install(scopes(reads=False))), slack.channels["news"]

    await channel.send(news, MESSAGE)

    assert await channel.find(news, "d-1") is None
    assert len(await history(slack, news)) == 1


async def test_refusals_are_told_apart_in_its_words_too(slack: Emulator) -> None:
    with pytest.raises(Rejected, match="channel_not_found"):
        await bot(slack).send("C404", MESSAGE)
    with pytest.raises(Refused, match="missing_scope"):
        await bot(slack, await slack.install(["commands"])).send(slack.channels["news"], MESSAGE)
