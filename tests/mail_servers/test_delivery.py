"""What leaves here is what a reader's mail program finds, whatever servers lie between."""

from __future__ import annotations

import os
import pwd
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP
from pathlib import Path

import pytest

from notifiers.email.compose import compose
from notifiers.email.options import mailbox
from tests.mail_servers.conftest import ALERTS, ANN, DANA, LATER, UNSUBSCRIBE, Sender, sender
from tests.mail_servers.servers import MailServers, free_ports, running
from tests.store.contract import a_delivery, a_poll, an_article
from watcher.models import State

pytestmark = pytest.mark.slow

KEPT = (
    "From",
    "To",
    "Subject",
    "Message-ID",
    "References",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "Precedence",
    "MIME-Version",
)
NEWS = [
    an_article(1, title="The ship left the harbour: “Ça va”, said 선장", summary="A summary & <more> of it."),
    an_article(2, title="A second ship, with a title so long that it has to be folded " + "again " * 12),
    an_article(3, title="سفينة ثالثة", summary=". begins with a full stop\n.\n..two"),
]


def texts(mail: EmailMessage) -> list[tuple[str, str]]:
    """Return both alternatives, by type, as they read."""
    assert mail.get_content_type() == "multipart/alternative"
    return [
        (part.get_content_type(), part.get_content().replace("\r\n", "\n"))
        for part in mail.iter_parts()
        if isinstance(part, EmailMessage)
    ]


async def as_sent(w: Sender, delivery: str) -> EmailMessage:
    """Compose once more what was sent for a delivery, and read it as whoever gets it does."""
    kept = await w.store.delivery(delivery)
    assert kept
    assert kept.delivery.state is State.SENT, kept.delivery.error
    route, message = w.routes.find(kept.delivery.destination), w.worded[delivery]
    assert route
    mail = compose(
        message,
        mailbox(f"News alerts <{ALERTS}>"),
        mailbox(route.to),
        w.clock(),
        list_id="watcher.example",
        unsubscribe=message.unsubscribe or UNSUBSCRIBE,
    )
    assert mail["Message-ID"] == kept.delivery.receipt
    return message_from_bytes(mail.as_bytes(), _class=EmailMessage, policy=SMTP)


async def test_an_alert_and_a_digest_arrive_as_they_were_sent(servers: MailServers, wired: Sender) -> None:
    subscriber = f"email:{ANN}"
    now = wired.clock()
    owed = [
        a_delivery(1, "dana", now),
        *(a_delivery(each, subscriber, now, state=State.HELD) for each in (1, 2, 3)),
    ]
    await wired.store.commit_poll(a_poll(*NEWS, at=now, deliveries=owed))
    digest = await wired.store.cut_digest(subscriber, "today", now)
    assert digest
    await wired.deliverer.flush()
    (alert,) = await servers.arrived(DANA)
    (gathered,) = await servers.arrived(ANN)
    for arrived, delivery in ((alert, owed[0].id), (gathered, digest.id)):
        sent = await as_sent(wired, delivery)
        assert {name: arrived.get_all(name) for name in KEPT} == {name: sent.get_all(name) for name in KEPT}
        assert texts(arrived) == texts(sent)
        assert "ESMTPSA" in arrived["Received"]  # encrypted, and logged in
        assert arrived["Return-Path"] == f"<{ALERTS}>"
    assert alert["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>"
    assert re.fullmatch(r"<https://news\.example\.org/unsubscribe/[\w.-]+>", gathered["List-Unsubscribe"])
    assert {each["List-Unsubscribe-Post"] for each in (alert, gathered)} == {"List-Unsubscribe=One-Click"}
    assert (alert["References"], bool(gathered["References"])) == (None, True)


@pytest.mark.skipif(not shutil.which("smtp-sink"), reason="needs smtp-sink (apt install postfix)")
@pytest.mark.parametrize(("dropped", "taken"), [(".", 1), ("DATA", 0)])
async def test_a_mail_whose_answer_is_lost_comes_again_under_its_message_id(
    tmp_path: Path, dropped: str, taken: int
) -> None:
    (port,) = free_ports(1)
    login = {"host": "127.0.0.1", "port": port, "security": "none", "sender": ALERTS, "timeout": 5}
    async with sender(tmp_path, login) as w:
        delivery = a_delivery(1, "dana", w.clock())
        await w.store.commit_poll(a_poll(NEWS[0], at=w.clock(), deliveries=[delivery]))
        first = await sunk(w, tmp_path / "first", port, "-q", dropped)
        assert await outcome(w, delivery.id) == (State.PENDING, True)
        w.clock.now += LATER
        second = await sunk(w, tmp_path / "second", port)
        assert await outcome(w, delivery.id) == (State.SENT, True)
        kept = await w.store.delivery(delivery.id)
        assert kept
        assert (len(first), len(second)) == (taken, 1)
        assert {mail["Message-ID"] for mail in first + second} == {kept.delivery.receipt}
        await w.deliverer.flush()
        assert await w.store.next_due() is None


async def sunk(w: Sender, folder: Path, port: int, *options: str) -> list[Message]:
    """Send what is due to Postfix's own test server; return the mails that it was given whole."""
    with sink(folder, port, *options) as taken:
        await w.deliverer.flush()
    return taken


@contextmanager
def sink(folder: Path, port: int, *options: str) -> Iterator[list[Message]]:
    folder.mkdir()
    taken: list[Message] = []
    # It changes to a user where it may, and then has to be told which.
    user = ["-u", pwd.getpwuid(os.geteuid()).pw_name] if os.geteuid() == 0 else []
    command = ["smtp-sink", *user, "-d", f"{folder}/mail.", *options, f"127.0.0.1:{port}", "10"]
    with running(command, port, folder.with_suffix(".log")):
        yield taken
    taken += [message_from_bytes(path.read_bytes()) for path in folder.iterdir()]


async def outcome(w: Sender, delivery: str) -> tuple[State, bool]:
    kept = await w.store.delivery(delivery)
    assert kept
    return kept.delivery.state, kept.delivery.maybe_dup
