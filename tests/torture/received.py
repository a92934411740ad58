"""Which article each destination got, and in which order: alerts only, not news of edits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from tests.e2e.world import World

_MARKER = re.compile(r"Marker (\d+) is lit")
_EDIT = ("✎", "✏", "Headline changed")
"""How a message begins that tells of a changed headline."""


def numbers(texts: Iterable[tuple[str, str]]) -> Iterator[int]:
    """Yield the numbers of articles in messages, once a message; one is given as its start and its whole."""
    for start, whole in texts:
        if not start.startswith(_EDIT):
            yield from dict.fromkeys(int(number) for number in _MARKER.findall(whole))


class Reach:
    """How far the alerts have come: the highest number of an article that the chats and the file have."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read = {"file": 0, "slack": 0, "phone": 0}
        self._highest = dict(self._read)

    def look(self) -> tuple[int, int]:
        """Return that of the slowest and of the fastest, having read only what came since the last time."""
        console = self._world.folder / "console.txt"
        with console.open("rb") if console.exists() else BytesIO() as file:
            file.seek(self._read["file"])
            written = file.read()
        posts = self._world.slack.received[self._read["slack"] :]
        messages = self._world.telegram.received[self._read["phone"] :]
        self._take("file", len(written), [written.decode("utf-8", "replace")])
        self._take("slack", len(posts), [str(post.fields["text"]) for post in posts])
        self._take("phone", len(messages), [message.text for message in messages])
        return min(self._highest.values()), max(self._highest.values())

    def _take(self, channel: str, length: int, texts: Iterable[str]) -> None:
        found = (int(number) for text in texts for number in _MARKER.findall(text))
        self._read[channel] += length
        self._highest[channel] = max(self._highest[channel], max(found, default=0))


def received(world: World) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the articles that each destination was alerted on, as they came."""
    console = world.folder / "console.txt"
    written = console.read_text("utf-8") if console.exists() else ""
    mails = {str(mail["Message-ID"]): mail for mail in reversed(world.mail.received)}
    return {
        "slack": tuple(
            numbers((str(one.fields["text"]), json.dumps(one.fields)) for one in world.slack.received)
        ),
        "phone": tuple(numbers((one.text, one.text) for one in world.telegram.received)),
        # The same Message-ID again is the same mail to a reader.
        "mail": tuple(
            numbers(
                (str(mail["Subject"]), part.get_content() if (part := mail.get_body(("plain",))) else "")
                for mail in reversed(mails.values())
            )
        ),
        "file": tuple(int(number) for number in re.findall(r"^● Marker (\d+) is lit", written, re.MULTILINE)),
    }
