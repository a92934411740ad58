"""Where an answer goes when its first way is closed."""

from __future__ import annotations

import pytest

from notifiers.secret import Secret
from notifiers.slack.events import Said
from notifiers.slack.web_api import WebApi
from tests.bot.slack.front import BOT, Front
from watcher.bot.reply import Button, Reply, Span, Style
from watcher.bot.slack import blocks
from watcher.bot.slack.answering import Answers
from watcher.bot.slack.tongue import to_command
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.slack_limits import faults

REPLY = Reply((Span("Yes"),))


class Waits(list[float]):
    async def wait(self, seconds: float) -> None:
        self.append(seconds)


def answers(front: Front, waits: Waits | None = None) -> Answers:
    return Answers(
        WebApi(Secret(BOT), f"{front.url}/api/", 5), wait=(Waits() if waits is None else waits).wait
    )


def said(front: Front, *, channel: str = "C1") -> Said:
    url = front.response_url(channel, "U1")
    named = {"title": "", "name": "", "text": "", "trigger": ""}
    return Said(user="U1", channel=channel, private=False, response_url=url, **named)


async def test_after_five_answers_the_sixth_goes_another_way_to_the_same_person(front: Front) -> None:
    command = said(front)
    for _ in range(6):
        await answers(front).to_command(command, REPLY)

    assert [one.only for one in front.shown] == ["U1"] * 6
    assert front.calls == ["chat.postEphemeral"]


async def test_where_the_app_is_not_in_the_channel_the_person_is_told_alone(front: Front) -> None:
    command = said(front, channel="C2")
    front.responses.clear()
    await answers(front).to_command(command, REPLY)

    assert [(one.channel, one.only) for one in front.shown] == [("U1", "")]


@pytest.mark.parametrize("method", ["response_url", "chat.postMessage"])
async def test_slacks_own_delay_is_obeyed(front: Front, method: str) -> None:
    waits = Waits()
    front.plan = FaultPlan([Fault.TOO_MANY], methods=(method,), retry_after=7)
    if method == "response_url":
        await answers(front, waits).to_command(said(front), REPLY)
    else:
        await answers(front, waits).to_channel("C1", REPLY)

    assert waits == [7]
    assert len(front.shown) == 1


async def test_an_answer_that_would_come_too_late_is_not_waited_for(front: Front) -> None:
    waits = Waits()
    front.plan = FaultPlan([Fault.TOO_MANY], retry_after=600)
    await answers(front, waits).to_channel("C1", REPLY)

    assert (waits, front.shown) == ([], [])


def test_however_much_there_is_to_say_it_stays_within_slacks_limits() -> None:
    text = "<!channel> & <@U1> <https://evil.example|bank> `x` *y* _z_ \n" * 3000
    spans = tuple(Span(part, style) for style in Style for part in (text, "x" * 9000, "&" * 2999))
    buttons = (Button("long", "/" + "x" * 3000), *(Button("b" * 200, f"/{n}") for n in range(60)))

    assert faults(blocks.message(Reply(spans, buttons))) == []
    assert faults(blocks.message(Reply((), ()))) == []
    linked = Span("a|b> <!here>", url="https://news.example/?a=1|<!channel>")
    assert faults(blocks.message(Reply((linked,)))) == []


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("sanctions", "/watch sanctions"),
        ("  add   x  y ", "/watch x y"),
        ("LIST", "/watches"),
        ("list 2", "/watches 2"),
        ("list prices", "/watch list prices"),
        ('"list"', '/watch "list"'),
        ("“list”", "/watch “list”"),
        ("list of demands", "/watch list of demands"),
        ("status", "/status"),
        ("status quo", "/watch status quo"),
        ("settings quiet off", "/settings quiet off"),
        ("help remove", "/help unwatch"),
        ("remove 3", "/unwatch 3"),
        ("-russia", "/watch -russia"),
        ("", "/watch"),
        ("/etc", "/watch /etc"),
    ],
)
def test_what_is_typed_behind_the_command_is_a_subcommand_or_a_query(typed: str, command: str) -> None:
    assert to_command(typed) == command
