"""Headers and encoding of a mail."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.email.compose import compose, message_id
from notifiers.port import Message

SENDER = Address("Watcher", "watcher", "alerts.example.org")
TO = Address(addr_spec="reader@example.org")
WHEN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def mail(
    subject: str = "One", text: str = "x", html: str = "<p>x</p>", unsubscribe: str = ""
) -> EmailMessage:
    message = Message(key="d-1", parts={"subject": subject, "text": text, "html": html})
    return compose(message, SENDER, TO, WHEN, list_id="alerts.example.org", unsubscribe=unsubscribe)


def reread(composed: EmailMessage) -> EmailMessage:
    return message_from_bytes(composed.as_bytes(), _class=EmailMessage, policy=SMTP)


def test_the_headers_say_who_when_and_that_no_person_wrote_it() -> None:
    headers = dict(reread(mail()).items())

    assert headers["Date"] == "Sun, 22 Nov 2026 08:00:00 +0000"
    assert headers["List-Id"] == "<alerts.example.org>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Precedence"] == "list"
    assert headers["Message-ID"].endswith("@alerts.example.org>")
    assert "List-Unsubscribe" not in headers


def test_one_click_unsubscribing_is_offered_where_there_is_an_address() -> None:
    headers = reread(mail(unsubscribe="https://alerts.example.org/u/abc"))

    assert headers["List-Unsubscribe"] == "<https://alerts.example.org/u/abc>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_message_id_differs_by_delivery_and_by_recipient_only() -> None:
    other = Address(addr_spec="other@example.org")

    assert message_id("d-1", SENDER, TO) == message_id("d-1", SENDER, TO)
    assert (
        len({message_id("d-1", SENDER, TO), message_id("d-2", SENDER, TO), message_id("d-1", SENDER, other)})
        == 3
    )


def test_a_message_id_cannot_be_made_without_the_seal() -> None:
    sealed = Message(key="d-1", parts={"subject": "s", "text": "t", "html": "h"}, seal="x")
    made = compose(sealed, SENDER, TO, WHEN, list_id="alerts.example.org")
    assert made["Message-ID"] == message_id("d-1", SENDER, TO, "x")
    assert len({message_id("d-1", SENDER, TO, seal) for seal in ("", "x", "y")}) == 3


def test_a_series_is_one_thread_for_each_recipient() -> None:
    def root(key: str, to: Address) -> str:
        message = Message(key=key, parts={"subject": "s", "text": "t", "html": "h"}, series="digests")
        made = compose(message, SENDER, to, WHEN, list_id="alerts.example.org")
        return str(made["References"])

    other = Address(addr_spec="other@example.org")
    assert root("d-1", TO) == root("d-2", TO) != root("d-1", other)
    assert mail()["References"] is None


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"])
def test_a_subject_cannot_become_a_second_header(line_break: str) -> None:
    read = reread(mail(subject=f"One{line_break}Bcc: victim@example.org"))

    assert read["Bcc"] is None
    assert read["Subject"] == "One Bcc: victim@example.org"


@given(st.text(max_size=300), st.text(alphabet=st.characters(codec="utf-8"), max_size=2000))
def test_any_text_survives_the_way_in_seven_bits(subject: str, text: str) -> None:
    text = "x" + text.replace("\r", "").rstrip("\n")
    sent = mail(subject.encode("utf-8", "ignore").decode(), text=text, html=text).as_bytes()

    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 998
    read = message_from_bytes(sent, _class=EmailMessage, policy=SMTP)
    plain, html = read.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    for part in (plain, html):
        assert part.get_content().replace("\r\n", "\n") == text + "\n"
    assert len(read.keys()) == len(set(read.keys()))


def test_what_goes_on_from_a_mail_answers_it() -> None:
    message = Message(
        key="d-2", parts={"subject": "s", "text": "t", "html": "h"}, follows="<a@alerts.example.org>"
    )
    made = reread(compose(message, SENDER, TO, WHEN, list_id="alerts.example.org"))
    assert made["In-Reply-To"] == made["References"] == "<a@alerts.example.org>"
