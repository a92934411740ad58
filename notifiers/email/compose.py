"""From a rendered message to a mail. Pure: the date is an argument."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from notifiers.port import Message

# Bodies are encoded to seven bits, so that a server without 8BITMIME takes them too.
POLICY = SMTP.clone(cte_type="7bit")


def compose(
    message: Message, sender: Address, to: Address, date: datetime, *, list_id: str, unsubscribe: str = ""
) -> EmailMessage:
    """Return the mail. `list_id` is a name like `alerts.example.org`, `unsubscribe` an https address."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = one_line(message.parts["subject"])
    mail["Date"] = date
    mail["Message-ID"] = message_id(message.key, sender, to, message.seal)
    if message.series and not message.follows:
        # The same ancestor, which nobody ever sent, makes one thread of them in a mail client.
        mail["References"] = message_id(f"series:{message.series}", sender, to)
    if message.follows:
        mail["In-Reply-To"] = message.follows
        mail["References"] = message.follows
    mail["List-Id"] = f"<{list_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    # For the answering machines and filters that are older than Auto-Submitted: of all who subscribed, one.
    mail["Precedence"] = "list"
    if unsubscribe.startswith("https://"):
        # RFC 8058 knows no other.
        mail["List-Unsubscribe"] = f"<{unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.parts["text"])
    mail.add_alternative(message.parts["html"], subtype="html")
    return mail


def message_id(key: str, sender: Address, to: Address, seal: str = "") -> str:
    """Return the same id for each attempt of one delivery, so that mailboxes can drop a repeat.

    With a seal only who got the mail can know it.
    """
    digest = sha256("\n".join(filter(None, (key, seal, to.addr_spec))).encode()).hexdigest()[:40]
    return f"<{digest}@{sender.domain}>"


def one_line(text: str) -> str:
    """Fold all white space to single spaces and drop what does not print: a header stays one header."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in text).split())
