"""Which article each destination got, and in which order: alerts only, not news of edits."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO
from typing import TypeVar

from tests.e2e.world import CHANNELS, World

T = TypeVar("T")

_MARKER = re.compile(r"Marker (\d+) is lit")
_EDIT = ("✎", "✏", "Headline changed")
"""How a message begins that tells of a changed headline."""


def numbers(texts: Iterable[tuple[str, str]]) -> Iterator[int]:
    """Yield the numbers of articles in messages, once a message; one is given as its start and its whole."""
    for start, whole in texts:
        if not start.startswith(_EDIT):
            yield from dict.fromkeys(int(number) for number in _MARKER.findall(whole))


class Received:
    """Which articles each destination was alerted on, as they came; each look reads only what is new."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read: Counter[str] = Counter()
        self._mails: set[str] = set()
        self._numbers: dict[str, list[int]] = {channel: [] for channel in CHANNELS}

    def look(self) -> Mapping[str, Sequence[int]]:
        """Return the numbers of the articles, by destination."""
        self._take(
            "slack",
            self._world.slack.received,
            lambda post: (str(post.fields["text"]), json.dumps(post.fields)),
        )
        self._take("phone", self._world.telegram.received, lambda message: (message.text, message.text))
        self._take("mail", self._world.mail.received, self._mail)
        console = self._world.folder / "console.txt"
        with console.open("rb") if console.exists() else BytesIO() as file:
            file.seek(self._read["file"])
            written, newline, _ = file.read().rpartition(b"\n")
        self._read["file"] += len(written + newline)
        found = re.findall(r"^● Marker (\d+) is lit", written.decode("utf-8"), re.MULTILINE)
        self._numbers["file"] += map(int, found)
        return self._numbers

    def _take(self, channel: str, messages: Sequence[T], told: Callable[[T], tuple[str, str]]) -> None:
        self._numbers[channel] += numbers(map(told, messages[self._read[channel] :]))
        self._read[channel] = len(messages)

    def _mail(self, mail: EmailMessage) -> tuple[str, str]:
        """Return a mail's subject and text; the same Message-ID again is the same mail to a reader."""
        if str(mail["Message-ID"]) in self._mails:
            return "", ""
        self._mails.add(str(mail["Message-ID"]))
        body = mail.get_body(("plain",))
        return str(mail["Subject"]), body.get_content() if body else ""
