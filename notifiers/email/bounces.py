"""What a mail server says of a mail that it took and could not deliver. Pure.

Such a report is a mail of three parts (RFC 3462): words for a person, fields for a program (RFC 3464), and
the mail that comes back, or its header. Whatever else arrives, automatic replies too, is no report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import parseaddr

from notifiers.email.failures import enhanced_code, line, speaks_of_mailbox

REPORT, FIELDS = "multipart/report", "message/delivery-status"
WHOLE, HEADER_ONLY = "message/rfc822", "text/rfc822-headers"
_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_UNDEFINED = re.compile(r"[245]\.0\.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A mail that did not reach somebody, and never will."""

    message_id: str
    """Of the mail that came back, with its angle brackets."""
    recipient: str
    """Whom it did not reach, in small letters: where our recipient passes mail on, somebody else."""
    said: str
    """Why, in one line: `5.1.1 unknown user`."""
    gone: bool
    """There is no such mailbox, or it is closed; else this mail alone was not wanted, or nobody was there."""


def read(raw: bytes) -> Bounce | None:
    """Read a mail, of which the end may be missing; None where it reports no final failure."""
    mail = message_from_bytes(raw)
    if not is_report(mail):
        return None
    parts = [part for part in mail.get_payload() if isinstance(part, Message)]
    failed = next((block for block in _blocks(parts) if _is_failure(block)), None)
    message_id = _message_id(parts)
    return None if failed is None or not message_id else _bounce(failed, message_id)


def is_report(mail: Message) -> bool:
    """Tell, by the header alone, whether a mail reports what became of another."""
    wanted = FIELDS.partition("/")[2]
    return mail.get_content_type() == REPORT and str(mail.get_param("report-type", "")).lower() == wanted


def _blocks(parts: list[Message]) -> Iterator[Message]:
    """Yield the fields of each recipient, and those of the mail before them."""
    for part in parts:
        if part.get_content_type() == FIELDS and part.is_multipart():
            yield from (block for block in part.get_payload() if isinstance(block, Message))


def _is_failure(block: Message) -> bool:
    action = str(block.get("Action", "")).split()
    return bool(action) and action[0].lower() == "failed"


def _bounce(failed: Message, message_id: str) -> Bounce:
    status = enhanced_code(str(failed.get("Status", "")))
    diagnostic = str(failed.get("Diagnostic-Code", "")).partition(";")[2]
    if not status or _UNDEFINED.fullmatch(status):
        # Some servers leave it to the words of the one that said no.
        status = enhanced_code(diagnostic) or status
    return Bounce(
        message_id=message_id,
        recipient=_address(str(failed.get("Final-Recipient", ""))),
        said=line(f"{status} {diagnostic}") or "without a reason",
        gone=speaks_of_mailbox(status),
    )


def _address(field: str) -> str:
    return line(parseaddr(field.partition(";")[2])[1]).lower()


def _message_id(parts: list[Message]) -> str:
    for part in parts:
        for header in _returned(part):
            if found := _ID.search(str(header.get("Message-ID", ""))):
                return found[0]
    # Where none of it comes back, some servers name it among their fields.
    named = (str(block.get("X-Original-Message-ID", "")) for block in _blocks(parts))
    return next((found[0] for name in named if (found := _ID.search(name))), "")


def _returned(part: Message) -> Iterator[Message]:
    kind, payload = part.get_content_type(), part.get_payload()
    if kind == WHOLE and isinstance(payload, list):
        yield from (mail for mail in payload[:1] if isinstance(mail, Message))
    elif kind == HEADER_ONLY and isinstance(content := part.get_payload(decode=True), bytes):
        yield message_from_string(content.decode("ascii", "replace"))
