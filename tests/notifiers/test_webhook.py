"""Signed JSON to a real socket: what is sent, and what each answer means."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notifiers.guard import Guard
from notifiers.port import DeliveryError, Message, Refused, Rejected, Unknown
from notifiers.secret import Secret
from notifiers.webhook import Options, Webhook
from tests.fetch.sites import Names
from tests.notifiers.webhooks import Receiver, receiving
from tests.render.helpers import everything
from watcher.models import Event
from watcher.render import Renderer
from watcher.view.samples import samples

DOC = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
EXAMPLE: dict[str, Callable[[Mapping[str, str], bytes, str], bool]] = {}
exec(re.findall(r"^```python\n(.*?)^```", DOC, re.DOTALL | re.MULTILINE)[0], EXAMPLE)
verified = EXAMPLE["verified"]

SECRET = "whsec_c2VjcmV0IGtleQ=="
MESSAGE = Message(key="d-1:7", parts={"body": '{ "a": "é <b>" }\n'})


@pytest.fixture
async def hook() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


def webhook(hook: Receiver, *, secret: str = SECRET, allow_private: bool = True) -> Webhook:
    return Webhook(Options(url=Secret(hook.url), secret=Secret(secret), allow_private=allow_private))


async def failed(channel: Webhook) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send("webhook", MESSAGE)
    return caught.value


@pytest.mark.parametrize("secret", [SECRET, "any long text"])
async def test_the_documented_check_accepts_what_is_sent_and_nothing_else(
    hook: Receiver, secret: str
) -> None:
    await webhook(hook, secret=secret).send("webhook", MESSAGE)

    (taken,) = hook.received
    assert taken.body == '{"a":"é <b>"}'.encode()
    assert taken.headers["Content-Type"] == "application/json"
    assert taken.headers["webhook-id"] == "d-1:7"
    assert taken.headers["Idempotency-Key"] == '"d-1:7"'
    assert verified(taken.headers, taken.body, secret)
    assert not verified(taken.headers, taken.body + b" ", secret)
    assert not verified(taken.headers, taken.body, "another")
    assert not verified({**taken.headers, "webhook-id": "d-2"}, taken.body, secret)


async def test_an_old_signature_is_not_accepted(hook: Receiver) -> None:
    options = Options(url=Secret(hook.url), secret=Secret(SECRET), allow_private=True)
    await Webhook(options, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)).send("webhook", MESSAGE)

    (taken,) = hook.received
    assert not verified(taken.headers, taken.body, SECRET)


@pytest.mark.parametrize(
    ("status", "kind", "gone"),
    [
        (410, Rejected, True), (400, Rejected, False), (413, Rejected, False), (422, Rejected, False),
        (401, Refused, None), (404, Refused, None), (429, Refused, None), (503, Refused, None),
        (308, Refused, None), (500, Unknown, None), (502, Unknown, None), (504, Unknown, None),
    ],
)  # fmt: skip
async def test_each_status_is_an_error_with_a_policy(
    hook: Receiver, status: int, kind: type[DeliveryError], gone: bool | None
) -> None:
    hook.status = status
    hook.headers = {"Retry-After": "17", "Location": "http://127.0.0.1:1/"}

    error = await failed(webhook(hook))

    assert type(error) is kind
    assert getattr(error, "gone", None) is gone
    if isinstance(error, Refused):
        assert error.retry_after == 17


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.8", "169.254.169.254", "localhost"])
async def test_an_address_inside_is_refused_without_a_connection(hook: Receiver, host: str) -> None:
    hook.url = hook.url.replace("127.0.0.1", host)

    error = await failed(webhook(hook, allow_private=False))

    assert isinstance(error, Refused)
    assert "allow_private" in str(error)
    assert hook.received == []


async def test_a_name_that_leads_inside_is_refused_too(hook: Receiver) -> None:
    url = Secret(hook.url.replace("127.0.0.1", "hook.example"))
    options = Options(url=url, secret=Secret(SECRET))
    names = Names({"hook.example": ("127.0.0.1",)})

    assert "hook.example is on a private network" in str(await failed(Webhook(options, resolver=names)))
    await Webhook(options, resolver=names, guard=Guard(allow_private=True)).send("webhook", MESSAGE)
    assert len(hook.received) == 1


@pytest.mark.parametrize(
    "options",
    [{"url": "ftp://x/"}, {"url": "https://"}, {"url": "hook.example"}, {"secret": "whsec_not base64"}],
)
def test_options_that_cannot_work_are_refused_without_being_shown(options: dict[str, str]) -> None:
    whole = {"url": "https://hook.example/x", "secret": "s"} | options
    with pytest.raises(ValueError, match=r"address|base64") as caught:
        Options.model_validate({name: Secret(text) for name, text in whole.items()})
    assert all(text not in str(caught.value) for text in options.values())


DOCUMENTED = {
    event: set(re.findall(r"`([a-z_]+)`", keys.split("(")[0] if event == "edited" else keys))
    for event, keys in re.findall(r"^\| `(alert|edited|digest|notice)` \| (.*) \|$", DOC, re.MULTILINE)
}


@pytest.mark.parametrize("event", list(Event))
def test_the_schema_is_the_documented_one(event: Event) -> None:
    for view in samples(event):
        body = json.loads(Renderer().render(event, "webhook", Webhook.parts, view)["body"])
        assert (body["version"], body["event"]) == (1, event)
        assert body.keys() - {"version", "event", "maybe_dup"} <= DOCUMENTED[event]
        for article in body.get("articles", []):
            assert all(f"`{key}`" in DOC for key in article)


def test_outside_text_stays_text() -> None:
    text = '"}], "version": 2, "x": [{ </script> \u2028 \\ <!channel>'
    body = Renderer().render(Event.ALERT, "webhook", Webhook.parts, everything(text))["body"]

    assert json.loads(body)["version"] == 1
    assert json.loads(body)["articles"][0]["source"].startswith('"}], "version": 2')
