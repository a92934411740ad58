"""The real client against a mail server on loopback: one test for each way that a send can end."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from notifiers.email import Email, Options
from notifiers.port import DeliveryError, Message, Notifier, Refused, Rejected, Unknown
from notifiers.secret import Secret
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.smtp import SmtpReceiver

TO = "reader@example.org"
MESSAGE = Message(key="d-1", parts={"subject": "One", "text": "One\nمرفأ", "html": "<p>One</p>\n<p>مرفأ</p>"})


@pytest.fixture
async def smtp() -> AsyncIterator[SmtpReceiver]:
    receiver = SmtpReceiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


async def test_a_server_that_stops_cuts_whoever_is_connected() -> None:
    receiver = SmtpReceiver()
    await receiver.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", receiver.port)
    assert (await reader.readline()).startswith(b"220 ")
    async with asyncio.timeout(10):
        await receiver.stop()
        with suppress(ConnectionError):
            assert await reader.read() == b""
    writer.close()


def email(smtp: SmtpReceiver, **changes: object) -> Email:
    options = {
        "host": "127.0.0.1",
        "port": smtp.port or 25,
        "security": "none",
        "sender": "Watcher <watcher@alerts.example.org>",
        "to": TO,
        "timeout": 5,
        **changes,
    }
    return Email(Options.model_validate(options))


async def failed(channel: Email, to: str = TO) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send(to, MESSAGE)
    return caught.value


def test_it_is_a_notifier(smtp: SmtpReceiver) -> None:
    assert isinstance(email(smtp), Notifier)


async def test_a_mail_arrives_once_and_its_receipt_is_its_message_id(smtp: SmtpReceiver) -> None:
    receipt = await email(smtp).send(TO, MESSAGE)

    (mail,) = smtp.received
    assert mail["To"] == TO
    assert mail["From"] == "Watcher <watcher@alerts.example.org>"
    assert receipt.id == mail["Message-ID"]
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (part.get_content() for part in mail.iter_parts())
    assert plain.split() == ["One", "مرفأ"]
    assert html.split() == ["<p>One</p>", "<p>مرفأ</p>"]


async def test_a_repeat_carries_the_same_message_id(smtp: SmtpReceiver) -> None:
    channel = email(smtp)
    smtp.plan = FaultPlan([Fault.DROP_AFTER], methods=("DATA",))
    assert isinstance(await failed(channel), Unknown)

    await channel.send(TO, MESSAGE)

    first, second = smtp.received
    assert first["Message-ID"] == second["Message-ID"]
    assert await channel.find(TO, "d-1") is None


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER])
async def test_a_connection_lost_after_the_mail_is_unknown(smtp: SmtpReceiver, fault: Fault) -> None:
    smtp.plan = FaultPlan([fault], methods=("DATA",))

    assert isinstance(await failed(email(smtp)), Unknown)


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
async def test_a_connection_lost_before_the_mail_is_refused(smtp: SmtpReceiver, command: str) -> None:
    smtp.plan = FaultPlan([Fault.DROP_BEFORE], methods=(command,))

    assert isinstance(await failed(email(smtp)), Refused)
    assert smtp.received == []


async def test_no_answer_to_the_mail_in_time_is_unknown(smtp: SmtpReceiver) -> None:
    smtp.plan = FaultPlan([Fault.HANG], methods=("DATA",))

    assert isinstance(await failed(email(smtp, timeout=0.2)), Unknown)


async def test_no_answer_before_the_mail_is_refused(smtp: SmtpReceiver) -> None:
    smtp.plan = FaultPlan([Fault.HANG], methods=("RCPT",))

    assert isinstance(await failed(email(smtp, timeout=0.2)), Refused)


async def test_nobody_listening_is_refused(smtp: SmtpReceiver) -> None:
    await smtp.stop()

    assert isinstance(await failed(email(smtp)), Refused)


@pytest.mark.parametrize("where", ["MAIL", TO, "DATA"])
@pytest.mark.parametrize(
    "reply", ["421 4.3.2 shutting down", "450 4.2.0 greylisted", "451 4.3.0 local error"]
)
async def test_a_4xx_is_refused_wherever_it_comes(smtp: SmtpReceiver, where: str, reply: str) -> None:
    smtp.refusals[where] = reply

    error = await failed(email(smtp))

    assert isinstance(error, Refused)
    assert reply in str(error)


@pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.SERVER_ERROR])
async def test_the_receivers_own_troubles_are_refused(smtp: SmtpReceiver, fault: Fault) -> None:
    smtp.plan = FaultPlan([fault], methods=("DATA",))

    assert isinstance(await failed(email(smtp)), Refused)
    assert smtp.received == []


@pytest.mark.parametrize(
    ("where", "reply", "gone"),
    [
        (TO, "550 5.1.1 no such user", True),
        (TO, "550 no such user", True),
        (TO, "553 mailbox name not allowed", True),
        (TO, "550 5.2.1 mailbox disabled", True),
        (TO, "552 5.2.2 mailbox full", False),
        (TO, "550 5.7.1 relaying denied", False),
        (TO, "554 no thanks", False),
        (TO, "550 5.1.8 sender address rejected: domain not found", False),
        ("MAIL", "550 5.7.1 sender not allowed", False),
        ("MAIL", "552 too much mail from you", False),
        ("DATA", "554 5.7.1 looks like spam", False),
        ("DATA", "550 spam", False),
        ("DATA", "550 5.1.1 no such user", True),
    ],
)
async def test_a_5xx_is_rejected_and_gone_where_it_speaks_of_the_mailbox(
    smtp: SmtpReceiver, where: str, reply: str, gone: bool
) -> None:
    smtp.refusals[where] = reply

    error = await failed(email(smtp))

    assert isinstance(error, Rejected)
    assert error.gone is gone
    assert smtp.received == []


@pytest.mark.parametrize("to", ["nobody", "a@b\r\nRCPT TO:<c@d>", "a@b, c@d", "", "ünï@example.org", "a@"])
async def test_a_bad_address_is_rejected_before_anybody_is_asked(smtp: SmtpReceiver, to: str) -> None:
    error = await failed(email(smtp), to)

    assert isinstance(error, Rejected)
    assert error.gone
    assert smtp.received == []


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    arguments = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=loopback"
    name = ("-addext", "subjectAltName=IP:127.0.0.1")
    subprocess.run(
        [openssl, *arguments.split(), *name, "-keyout", path, "-out", path.with_suffix(".crt")],
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    return path


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_mail_goes_out_encrypted_and_logged_in(certificate: Path, security: str) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    smtp = SmtpReceiver(login=("me", "hidden"), tls=context, implicit_tls=security == "tls")
    await smtp.start()
    right = {"security": security, "username": "me", "password": Secret("hidden")}

    await email(smtp, **right, ca_file=certificate.with_suffix(".crt")).send(TO, MESSAGE)
    distrusted = await failed(email(smtp, **right))
    wrong = {**right, "password": Secret("wrong"), "ca_file": certificate.with_suffix(".crt")}
    locked_out = await failed(email(smtp, **wrong))
    await smtp.stop()

    assert len(smtp.received) == 1
    assert isinstance(distrusted, Refused)
    assert isinstance(locked_out, Refused)
    assert "wrong" not in str(locked_out)


async def test_a_server_without_starttls_gets_no_mail(smtp: SmtpReceiver) -> None:
    assert isinstance(await failed(email(smtp, security="starttls")), Refused)
    assert smtp.received == []


async def test_a_missing_certificate_file_is_refused(smtp: SmtpReceiver) -> None:
    assert isinstance(await failed(email(smtp, security="tls", ca_file="/nowhere/ca.crt")), Refused)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"sender": "nobody"}, "name@example.org"),
        ({"to": "a@b.example\nBcc: c@d.example"}, "name@example.org"),
        ({"username": "me"}, "go together"),
        ({"host": "mail.example", "username": "me", "password": Secret("p")}, "in the clear"),
        ({"unsubscribe": "http://a.example"}, "unsubscribe"),
        ({"securty": "tls"}, "securty"),
    ],
)
def test_options_that_cannot_work_are_refused(changes: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        email(SmtpReceiver(), **changes)
