"""What arrived where, in the same shape for every channel."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from email.message import EmailMessage

from watcher.demo.receivers.slack import Posted
from watcher.demo.receivers.telegram.chats import Received
from watcher.demo.stage import Stage


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as its receiver took it."""

    channel: str
    to: str
    headline: str
    """Its first line as a person sees it."""
    alert: bool
    """An alert or a digest, not a reply of the dialogue."""


def arrivals(stage: Stage) -> tuple[Arrival, ...]:
    """Return everything that arrived, each channel in its own order."""
    return (
        *map(_slack, (*stage.slack.received, *stage.slack.edits)),
        *map(_telegram, (*stage.telegram.received, *stage.telegram.chats.edits)),
        *map(_mail, stage.mail.received),
    )


def repeats(stage: Stage) -> int:
    """Count the alerts that somebody got more than once."""
    counted = Counter(arrival for arrival in arrivals(stage) if arrival.alert)
    return sum(times - 1 for times in counted.values())


def _slack(posted: Posted) -> Arrival:
    return Arrival("Slack", posted.channel, _first_line(str(posted.fields["text"])), alert=True)


def _telegram(message: Received) -> Arrival:
    opens = any(label == "Open" for label, _ in message.buttons)
    return Arrival("Telegram", str(message.chat), _first_line(message.text), alert=opens)


def _mail(mail: EmailMessage) -> Arrival:
    return Arrival("Email", mail["To"], mail["Subject"], alert=True)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
