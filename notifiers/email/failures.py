"""How a mail server fails, as the errors of the port.

Codes: RFC 5321 section 4.2, and the enhanced ones of RFC 3463.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from aiosmtplib import SMTPResponseException

from notifiers.port import DeliveryError, Refused, Rejected, Unknown

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")

MAILBOX_CODES = frozenset({550, 551, 553})
"""Replies to RCPT that speak of the mailbox, where no enhanced code says otherwise."""
MAILBOX_STATUS = ("5.1.", "5.2.0", "5.2.1")
"""Enhanced codes of an address that is not there or not in use (`5.2.2` is a full one, `5.7.` a policy)."""
SENDER_STATUS = frozenset({"5.1.7", "5.1.8"})
"""Among those, what is said of the sender's address."""


class Stage(Enum):
    """How far a conversation had come."""

    GREETING = auto()
    """Connecting, TLS, logging in: says nothing about this mail or its recipient."""
    ENVELOPE = auto()
    """MAIL and RCPT."""
    DATA = auto()
    """The mail itself is on its way: an answer that is lost leaves the outcome unknown."""
    TAKEN = auto()
    """The server has answered for the mail: what goes wrong from here on does not matter."""


def failure(error: Exception, stage: Stage) -> DeliveryError:
    """Return the port's error for what was raised at a stage."""
    if isinstance(error, SMTPResponseException):
        return _reply(error.code, str(error.message), stage)
    words = f"{type(error).__name__}: {line(str(error))}"
    if stage is Stage.DATA:
        return Unknown(f"the connection broke after the mail was sent: {words}")
    return Refused(f"cannot reach the mail server: {words}", account=stage is Stage.GREETING)


def _reply(code: int, message: str, stage: Stage) -> DeliveryError:
    said = f"the mail server answered {code} {line(message)}"
    if not 500 <= code < 600:
        if 400 <= code < 500 or stage is not Stage.DATA:
            return Refused(said, account=stage is Stage.GREETING)
        return Unknown(said)
    if stage is Stage.GREETING:
        # The account or the server is in trouble: somebody will mend it, and the mail is as good as ever.
        return Refused(said, account=True)
    return Rejected(said, gone=_is_about_mailbox(code, message, stage))


def _is_about_mailbox(code: int, message: str, stage: Stage) -> bool:
    if status := enhanced_code(message):
        return speaks_of_mailbox(status)
    return stage is Stage.ENVELOPE and code in MAILBOX_CODES


def enhanced_code(text: str) -> str:
    """Return the first enhanced code in a text (`5.1.1`); empty where there is none."""
    found = _ENHANCED.search(text)
    return found[1] if found else ""


def speaks_of_mailbox(status: str) -> bool:
    """Tell whether an enhanced code says that the recipient's mailbox is not there or not in use."""
    return status.startswith(MAILBOX_STATUS) and status not in SENDER_STATUS


def line(text: str) -> str:
    """Return a text of others as one line that is not too long."""
    return " ".join(text.split())[:200]
