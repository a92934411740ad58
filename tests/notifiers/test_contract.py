"""What every channel promises, whatever its provider: over real sockets, with the provider's own failures."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from notifiers.port import DeliveryError, Message, Notifier, Receipt, Rejected, Unknown
from notifiers.registry import KINDS, Addressed, load
from notifiers.secret import Secret
from tests.notifiers.webhooks import receiving
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.slack import SlackReceiver
from watcher.demo.receivers.smtp import SmtpReceiver
from watcher.demo.receivers.telegram import TelegramReceiver

SECRET = "very-s3cret"
TIMEOUT = 1.0


class Provider(Protocol):
    plan: FaultPlan

    @property
    def received(self) -> Sequence[object]: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A channel and its provider."""

    channel: Notifier
    to: str
    provider: Provider
    hang_up: Callable[[], Awaitable[None]]


def made(kind: str, options: Mapping[str, object]) -> tuple[Notifier, str]:
    channel = load(kind)
    checked: Addressed = channel.Options.model_validate(options)  # type: ignore[assignment]  # a pydantic model
    return channel(checked), checked.address


@asynccontextmanager
async def slack() -> AsyncIterator[Line]:
    receiver = SlackReceiver(token=f"xoxb-{SECRET}")
    await receiver.start()
    options = {"token": Secret(receiver.token), "channel": "C1", "base_url": receiver.base_url}
    yield Line(*made("slack", {**options, "timeout": TIMEOUT}), receiver, receiver.stop)
    await receiver.stop()


@asynccontextmanager
async def telegram() -> AsyncIterator[Line]:
    receiver = TelegramReceiver(token=f"42:{SECRET}", plan=FaultPlan(methods=("sendMessage",)))
    await receiver.start()
    options = {"token": Secret(receiver.token), "chat": 1, "base_url": receiver.url, "timeout": TIMEOUT}
    yield Line(*made("telegram", options), receiver, receiver.stop)
    await receiver.stop()


@asynccontextmanager
async def email() -> AsyncIterator[Line]:
    receiver = SmtpReceiver()
    await receiver.start()
    options = {"host": "127.0.0.1", "port": receiver.port, "security": "none", "timeout": TIMEOUT}
    who = {"sender": "w@example.org", "to": "r@example.org"}
    yield Line(*made("email", options | who), receiver, receiver.stop)
    await receiver.stop()


@asynccontextmanager
async def webhook() -> AsyncIterator[Line]:
    async with receiving() as receiver:
        options = {"url": Secret(receiver.url), "secret": Secret(SECRET), "allow_private": True}
        yield Line(*made("webhook", {**options, "timeout": TIMEOUT}), receiver, receiver.stop)


@asynccontextmanager
async def apprise() -> AsyncIterator[Line]:
    async with receiving() as receiver:
        url = receiver.url.replace("http://", "json://") + f"?rto={TIMEOUT}&cto={TIMEOUT}"
        yield Line(*made("apprise", {"url": Secret(url)}), receiver, receiver.stop)


LINES = {"apprise": apprise, "email": email, "slack": slack, "telegram": telegram, "webhook": webhook}


@pytest.fixture(params=LINES)
async def line(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with LINES[request.param]() as line:
        yield line
        await line.channel.close()
        await line.channel.close()


def message(line: Line) -> Message:
    parts = line.channel.parts.items()
    texts = {name: '{"text": "One"}' if part.markup == "json" else "One" for name, part in parts}
    return Message(key="d-1", parts=texts)


async def failed(line: Line) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await line.channel.send(line.to, message(line))
    assert SECRET not in str(caught.value)
    assert "s3cret" not in str(caught.value)
    return caught.value


def faults(*script: Fault) -> FaultPlan:
    return FaultPlan(script, methods=("DATA", "chat.postMessage", "sendMessage", "webhook"))


def test_every_kind_that_sends_over_a_network_is_held_to_the_contract() -> None:
    assert LINES.keys() == KINDS.keys() - {"console"}


def test_options_refuse_a_key_that_nobody_knows(tmp_path: Path) -> None:
    for kind in KINDS:
        with pytest.raises(ValueError, match="nobody_knows"):
            load(kind).Options.model_validate({"nobody_knows": 1}, context={"folder": tmp_path})


async def test_a_message_arrives_once_and_no_secret_is_logged(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert isinstance(line.channel, Notifier)

    assert isinstance(await line.channel.send(line.to, message(line)), Receipt)

    assert len(line.provider.received) == 1
    assert SECRET not in caplog.text
    assert "hook/s3cret" not in caplog.text


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.SERVER_ERROR])
async def test_what_may_pass_is_not_given_up_and_nothing_was_taken(line: Line, fault: Fault) -> None:
    line.provider.plan = faults(fault)

    assert not isinstance(await failed(line), Rejected)
    assert len(line.provider.received) == 0


async def test_a_lost_answer_is_unknown_and_nothing_is_sent_again(line: Line) -> None:
    line.provider.plan = faults(Fault.DROP_AFTER)

    assert isinstance(await failed(line), Unknown)
    assert len(line.provider.received) == 1


async def test_no_answer_in_time_is_unknown(line: Line) -> None:
    line.provider.plan = faults(Fault.HANG)

    assert isinstance(await failed(line), Unknown)


async def test_nobody_listening_gives_nothing_up(line: Line) -> None:
    await line.hang_up()

    assert not isinstance(await failed(line), Rejected)
