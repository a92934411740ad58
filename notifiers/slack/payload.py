"""From a rendered message to what Slack is sent. Pure.

Limits: https://docs.slack.dev/reference/block-kit/blocks/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from notifiers.port import Message, Part

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"

SECTION = 3000
BODY = 4 * SECTION
HEADER = 150
CONTEXT = 2000
FALLBACK = 3000
BUTTONS = 25
BUTTON_TEXT = 75
BUTTON_URL = 3000
BUTTON_VALUE = 2000

EVENT_TYPE = "watcher_delivery"


def body_length(text: str) -> int:
    """Measure a body for the limit `BODY`: a line too long for one section makes it too long as a whole."""
    longest = max((len(line) for line in text.split("\n")), default=0)
    return max(len(text), BODY // SECTION * longest)


PARTS = {
    "title": Part("text", HEADER, complete=False),
    "body": Part("mrkdwn", BODY, body_length),
    "context": Part("mrkdwn", CONTEXT, complete=False),
    "text": Part("mrkdwn", FALLBACK, complete=False),
}
"""`title` is a heading above the card, `text` what a notification shows; an empty part is left out."""


def payload(message: Message) -> dict[str, Json]:
    """Return the fields of `chat.postMessage` but for the channel; our key travels in the metadata."""
    return {
        "text": message.parts["text"],
        "blocks": list(_blocks(message)),
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
    }


def sections(text: str) -> list[str]:
    """Split a body into texts of at most `SECTION` characters, at empty lines if possible, else at lines."""
    packed: list[str] = []
    for paragraph in text.split("\n\n"):
        pieces = [paragraph] if len(paragraph) <= SECTION else paragraph.split("\n")
        gap = "\n\n"
        for piece in pieces:
            if packed and len(packed[-1]) + len(gap) + len(piece) <= SECTION:
                packed[-1] += gap + piece
            else:
                packed.append(piece)
            gap = "\n"
    return [section for section in packed if section.strip()]


def _blocks(message: Message) -> Iterator[Json]:
    parts = message.parts
    if parts["title"]:
        yield {"type": "header", "text": {"type": "plain_text", "text": parts["title"], "emoji": True}}
    for section in sections(parts["body"]):
        yield {"type": "section", "text": _mrkdwn(section)}
    if buttons := [*_links(message.links), *_commands(message.commands)]:
        yield {"type": "actions", "elements": buttons[:BUTTONS]}
    if parts["context"]:
        yield {"type": "context", "elements": [_mrkdwn(parts["context"])]}


def _mrkdwn(text: str) -> dict[str, Json]:
    # `verbatim` keeps Slack from turning names and addresses inside outside text into mentions and links.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _links(links: tuple[tuple[str, str], ...]) -> Iterator[Json]:
    for label, url in links:
        if label and len(url) <= BUTTON_URL:
            yield {"type": "button", "text": _label(label), "url": url}


def _commands(commands: tuple[tuple[str, str], ...]) -> Iterator[Json]:
    for place, (label, command) in enumerate(commands):
        if label and len(command) <= BUTTON_VALUE:
            yield {"type": "button", "action_id": f"key-{place}", "text": _label(label), "value": command}


def _label(text: str) -> Json:
    return {"type": "plain_text", "text": text[:BUTTON_TEXT]}
