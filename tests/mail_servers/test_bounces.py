"""A mail that is taken, and comes back: what the service makes of it, by its configuration alone."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notifiers.email import Mailbox, MailboxError, MailboxLogin
from notifiers.secret import Secret
from tests.mail_servers.conftest import ALERTS, ANN, BOB, DANA
from tests.mail_servers.servers import PASSWORD, MailServers
from watcher import plan
from watcher.config.loading import load
from watcher.delivery.bounces import Bounces
from watcher.models import State
from watcher.service.app import App, opened
from watcher.subscribe.links import Links, Wish, links_key
from watcher.wording.stored import restored
from watcher.wording.text import plain

pytestmark = pytest.mark.slow

FIXTURES = Path(__file__).parents[1] / "fixtures" / "bounces"
SERVER = """
host = "127.0.0.1"
ca_file = "{authority}"
username = "{user}"
password = "env:MAIL_PASSWORD"
"""
CONFIG = (
    """
[[sources]]
id = "gazette"
url = "https://gazette.example/"

[[destinations]]
name = "ops"
kind = "console"
path = "console.txt"

[operator]
to = ["ops"]

[web]
public_url = "https://news.example.org"

[bot.email]
sender = "News <{user}>"
port = {smtp}
"""
    + SERVER
    + """
[bounces]
port = {imap}
security = "{security}"
"""
    + SERVER
)


@pytest.fixture(params=["tls", "starttls"])
async def app(
    request: pytest.FixtureRequest, servers: MailServers, tmp_path: Path
) -> AsyncIterator[tuple[App, Bounces]]:
    text = CONFIG.format(
        user=ALERTS,
        authority=servers.tls.authority,
        smtp=servers.smtp,
        imap=servers.imap if request.param == "tls" else servers.imap_starttls,
        security=request.param,
    )
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    async with opened(load(path, {"MAIL_PASSWORD": PASSWORD})) as opened_app:
        assert opened_app.bounces
        yield opened_app, opened_app.bounces


def post(servers: MailServers, raw: bytes) -> None:
    """Let somebody write to the sender."""
    with smtplib.SMTP("127.0.0.1", servers.smtp) as client:
        client.starttls(context=ssl.create_default_context(cafile=servers.tls.authority))
        client.login(ANN, PASSWORD)
        client.sendmail(ANN, [ALERTS], raw)


async def test_an_address_that_turns_out_to_be_no_more_is_left_alone(
    servers: MailServers, app: tuple[App, Bounces]
) -> None:
    running, bounces = app
    before = len(await asyncio.to_thread(servers.mails, ALERTS))
    assert running.subscriptions
    links = Links("https://news.example.org", await links_key(running.store))
    for address in (ANN, BOB):
        token = links.confirm(Wish(address=address, query="ship"), running.clock()).rpartition("/")[2]
        await running.subscriptions.confirm(token)
    named = [f"email:{ANN}", f"email:{BOB}"]
    await running.store.enqueue(plan.notices("news", "The ship is here.", named, running.clock()))
    await running.deliverer.flush()
    assert {one.state for one in await running.store.deliveries()} == {State.SENT}
    for name in ("postfix-unknown", "vacation"):
        await asyncio.to_thread(post, servers, (FIXTURES / f"{name}.eml").read_bytes())
    mails = await servers.arrived(ALERTS, before + 3)

    await bounces.look()

    states = {one.destination: one for one in await running.store.deliveries()}
    gone = states.pop(f"email:{BOB}")
    assert gone.state is State.DEAD
    assert gone.error == f'it came back from {BOB}: 5.1.1 unknown user: "{BOB}"'
    assert states[f"email:{ANN}"].state is State.SENT
    chats = {chat.title: chat.active for chat in await running.store.chats()}
    assert chats == {ANN: True, BOB: False}
    (told,) = await running.store.deliveries(State.PENDING)
    assert (told.destination, gone.error in plain(restored(told.text))) == ("ops", True)
    again = await running.store.deliveries()
    await bounces.look()
    assert await running.store.deliveries() == again
    assert [mail["Message-ID"] for mail in await servers.arrived(ALERTS)] == [m["Message-ID"] for m in mails]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password": Secret("wr0ng")}, "AUTHENTICATIONFAILED"),
        ({"folder": "No such folder"}, "Mailbox doesn't exist"),
        ({"ca_file": None}, "certificate verify failed"),
        ({"port": 1}, "refused"),
    ],
)
async def test_a_mailbox_that_cannot_be_read_says_why(
    servers: MailServers, changes: dict[str, object], said: str
) -> None:
    login = {
        "host": "127.0.0.1",
        "port": servers.imap,
        "ca_file": str(servers.tls.authority),
        "username": DANA,
        "password": Secret(PASSWORD),
        **changes,
    }
    box = Mailbox(MailboxLogin.model_validate(login))
    with pytest.raises(MailboxError, match=said) as caught:
        await box.look("", datetime.now(UTC))
    assert "wr0ng" not in str(caught.value)
    assert str(caught.value).startswith(f"the mailbox of {DANA} at 127.0.0.1 cannot be read: ")
