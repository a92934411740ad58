"""The real client against a receiver on loopback: one test for each way that a send can end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TypeAlias

import pytest
from aiohttp import web

from notifiers.port import DeliveryError, Editor, Message, Refused, Rejected, Unknown
from notifiers.secret import Secret
from notifiers.slack.channel import Slack
from notifiers.slack.options import Options
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.slack import SlackReceiver

Way: TypeAlias = Callable[..., Slack]

MESSAGE = Message(key="d-1", parts={"title": "", "body": "*One*", "context": "Times", "text": "One"})


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackReceiver]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    receiver = SlackReceiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


def bot(slack: SlackReceiver, *, token: str = "", timeout: float = 5) -> Slack:
    token = token or slack.token
    return Slack(Options(token=Secret(token), channel="C1", base_url=slack.base_url, timeout=timeout))


def hook(slack: SlackReceiver, timeout: float = 5) -> Slack:
    return Slack(Options(webhook=Secret(slack.webhook), timeout=timeout))


async def failed(channel: Slack, to: str = "C1") -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send(to, MESSAGE)
    return caught.value


async def test_a_message_arrives_once_and_its_receipt_names_channel_and_time(slack: SlackReceiver) -> None:
    receipt = await bot(slack).send("C1", MESSAGE)

    assert [(posted.channel, posted.key) for posted in slack.received] == [("C1", "d-1")]
    assert receipt.id == f"C1/{slack.received[0].ts}"


async def test_a_webhook_takes_the_same_card_without_metadata(slack: SlackReceiver) -> None:
    channel = hook(slack)

    receipt = await channel.send("webhook", MESSAGE)

    assert receipt.id == ""
    assert slack.received[0].fields["text"] == "One"
    assert "metadata" not in slack.received[0].fields
    assert await channel.find("webhook", "d-1") is None


@pytest.mark.parametrize("way", [bot, hook])
async def test_too_many_is_refused_with_slacks_own_delay(slack: SlackReceiver, way: Way) -> None:
    slack.plan = FaultPlan([Fault.TOO_MANY], retry_after=17)

    error = await failed(way(slack))

    assert isinstance(error, Refused)
    assert error.retry_after == 17
    assert slack.received == []


@pytest.mark.parametrize("way", [bot, hook])
async def test_service_unavailable_is_refused(slack: SlackReceiver, way: Way) -> None:
    slack.plan = FaultPlan([Fault.SERVER_ERROR])

    error = await failed(way(slack))

    assert isinstance(error, Refused)
    assert error.retry_after is None


@pytest.mark.parametrize("way", [bot, hook])
@pytest.mark.parametrize(("fault", "copies"), [(Fault.DROP_BEFORE, 0), (Fault.DROP_AFTER, 1)])
async def test_a_lost_answer_is_unknown_and_nothing_is_posted_again(
    slack: SlackReceiver, way: Way, fault: Fault, copies: int
) -> None:
    slack.plan = FaultPlan([fault])

    assert isinstance(await failed(way(slack)), Unknown)
    assert len(slack.received) == copies


@pytest.mark.parametrize("way", [bot, hook])
async def test_no_answer_in_time_is_unknown(slack: SlackReceiver, way: Way) -> None:
    slack.plan = FaultPlan([Fault.HANG])

    assert isinstance(await failed(way(slack, timeout=0.2)), Unknown)


async def test_nobody_listening_is_refused(slack: SlackReceiver) -> None:
    await slack.stop()

    assert isinstance(await failed(bot(slack)), Refused)
    assert isinstance(await failed(hook(slack)), Refused)


async def test_a_name_that_does_not_resolve_is_refused() -> None:
    channel = Slack(Options(token=Secret("x"), channel="C1", base_url="http://nowhere.invalid/api/"))

    assert isinstance(await failed(channel), Refused)


CLOSED = [
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
]
CLOSED_TO_HOOKS = ["action_prohibited", "channel_is_archived", "invalid_token", "no_service", "no_team"]


@pytest.mark.parametrize("code", CLOSED)
async def test_a_closed_channel_is_rejected_as_gone(slack: SlackReceiver, code: str) -> None:
    slack.refusals["C1"] = code

    error = await failed(bot(slack))

    assert isinstance(error, Rejected)
    assert error.gone
    assert code in str(error)


@pytest.mark.parametrize("code", [*CLOSED_TO_HOOKS, "channel_not_found"])
async def test_a_closed_webhook_is_rejected_as_gone(slack: SlackReceiver, code: str) -> None:
    slack.refusals["webhook"] = code

    error = await failed(hook(slack))

    assert isinstance(error, Rejected)
    assert error.gone


@pytest.mark.parametrize("code", ["account_inactive", "missing_scope", "token_revoked"])
async def test_what_a_new_token_mends_is_refused_for_the_whole_account(
    slack: SlackReceiver, code: str
) -> None:
    slack.refusals["C1"] = code

    error = await failed(bot(slack))

    assert isinstance(error, Refused)
    assert error.account
    assert code in str(error)


async def test_a_wrong_token_loses_nothing_and_stays_out_of_the_error(slack: SlackReceiver) -> None:
    error = await failed(bot(slack, token="xoxb-wrong"))

    assert isinstance(error, Refused)
    assert error.account
    assert "xoxb" not in str(error)


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_too_long", "invalid_arguments"])
async def test_a_message_that_cannot_be_taken_is_rejected_but_not_the_channel(
    slack: SlackReceiver, code: str
) -> None:
    slack.refusals["C1"] = code

    error = await failed(bot(slack))

    assert isinstance(error, Rejected)
    assert not error.gone


async def test_a_payload_over_slacks_limits_is_rejected_but_not_the_channel(slack: SlackReceiver) -> None:
    parts = {**MESSAGE.parts, "body": "<!channel> boo"}

    for channel in (bot(slack), hook(slack)):
        with pytest.raises(Rejected) as caught:
            await channel.send("C1", Message(key="k", parts=parts))
        assert not caught.value.gone
    assert slack.received == []


@pytest.mark.parametrize("code", ["ratelimited", "service_unavailable", "a_code_of_next_year"])
async def test_what_may_pass_is_refused(slack: SlackReceiver, code: str) -> None:
    slack.refusals["C1"] = code

    assert isinstance(await failed(bot(slack)), Refused)


@pytest.mark.parametrize("code", ["internal_error", "fatal_error"])
async def test_a_failure_that_slack_says_may_be_half_done_is_unknown(slack: SlackReceiver, code: str) -> None:
    slack.refusals["C1"] = code

    assert isinstance(await failed(bot(slack)), Unknown)


async def test_an_unknown_outcome_is_found_in_the_history(slack: SlackReceiver) -> None:
    channel = bot(slack)
    slack.plan = FaultPlan([Fault.DROP_AFTER])
    assert isinstance(await failed(channel), Unknown)

    receipt = await channel.find("C1", "d-1")

    assert receipt is not None
    assert receipt.id == f"C1/{slack.received[0].ts}"
    assert await channel.find("C1", "another") is None
    assert await channel.find("C2", "d-1") is None


async def test_history_is_read_back_over_several_pages(slack: SlackReceiver) -> None:
    channel = bot(slack)
    for number in range(450):
        slack._take(
            "C1", {"metadata": {"event_type": "watcher_delivery", "event_payload": {"key": str(number)}}}
        )

    assert await channel.find("C1", "0") is not None


async def test_without_the_right_to_read_nothing_is_found(slack: SlackReceiver) -> None:
    slack.refusals["history C1"] = "missing_scope"

    assert await bot(slack).find("C1", "d-1") is None


async def test_a_history_that_cannot_be_asked_for_now_is_no_answer(slack: SlackReceiver) -> None:
    slack.plan = FaultPlan(decide=lambda request: Fault.DROP_BEFORE)

    with pytest.raises(DeliveryError):
        await bot(slack).find("C1", "d-1")


@asynccontextmanager
async def answering(status: int, body: str, content_type: str) -> AsyncIterator[str]:
    """Serve one answer to everything, at the address given."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type=content_type)

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "body", "content_type", "expected"),
    [
        (200, "{not json", "application/json", Unknown),
        (200, "captive portal", "text/plain", Unknown),
        (502, "<html>bad gateway</html>", "text/html", Unknown),
        (503, "{not json", "application/json", Refused),
        (403, "<html>blocked</html>", "text/html", Refused),
    ],
)
async def test_an_answer_that_is_not_slacks_ends_in_an_error_of_the_port(
    status: int, body: str, content_type: str, expected: type[DeliveryError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with answering(status, body, content_type) as address:
        error = await failed(Slack(Options(token=Secret("x"), channel="C1", base_url=address)))

    assert isinstance(error, expected)


async def test_a_proxy_that_forbids_closes_no_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with answering(403, "<html>blocked</html>", "text/html") as address:
        assert isinstance(await failed(Slack(Options(webhook=Secret(address)))), Refused)
        slack = Slack(Options(token=Secret("x"), channel="C1", base_url=address))
        # None would say that it is surely not there, and send it a second time.
        with pytest.raises(Refused):
            await slack.find("C1", "a key")


async def test_a_web_page_in_place_of_a_webhook_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with answering(200, "<html>please log in</html>", "text/html") as address:
        error = await failed(Slack(Options(webhook=Secret(address))))

    assert isinstance(error, Unknown)


# --- what was sent

LATER = Message(key="d-2", parts={"title": "", "body": "*Two*", "context": "Times", "text": "Two"})


async def test_a_message_is_changed_in_its_place(slack: SlackReceiver) -> None:
    channel = bot(slack)
    assert isinstance(channel, Editor)
    receipt = await channel.send("C1", MESSAGE)
    assert await channel.edit("C1", receipt.id, LATER) == receipt
    assert [(edit.ts, edit.fields["text"]) for edit in slack.edits] == [(slack.received[0].ts, "Two")]
    assert len(slack.received) == 1


@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed", "message_not_found"])
async def test_one_that_stays_as_it_is_is_the_messages_own_matter(slack: SlackReceiver, code: str) -> None:
    channel = bot(slack)
    receipt = await channel.send("C1", MESSAGE)
    slack.refusals["update C1"] = code
    with pytest.raises(Rejected) as caught:
        await channel.edit("C1", receipt.id, LATER)
    assert not caught.value.gone


async def test_what_is_not_there_or_came_by_a_webhook_cannot_be_changed(slack: SlackReceiver) -> None:
    for channel, receipt in ((bot(slack), "C1/1.2"), (bot(slack), ""), (hook(slack), "C1/1.2")):
        with pytest.raises(Rejected):
            await channel.edit("C1", receipt, LATER)


async def test_what_goes_on_from_a_message_stands_in_its_thread(slack: SlackReceiver) -> None:
    channel = bot(slack)
    receipt = await channel.send("C1", MESSAGE)
    await channel.send("C1", replace(LATER, follows=receipt.id))
    first, second = slack.received
    assert (first.fields.get("thread_ts"), second.fields["thread_ts"]) == (None, first.ts)
