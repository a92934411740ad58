"""Replies as Slack's blocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from notifiers.slack.payload import (
    BUTTON_TEXT,
    BUTTON_URL,
    BUTTON_VALUE,
    BUTTONS,
    FALLBACK,
    SECTION,
    Json,
    sections,
)
from watcher.bot.reply import Button, Reply, Span, Style
from watcher.bot.slack.tongue import in_slack
from watcher.render.emphasis import GAP
from watcher.render.emphasis import mrkdwn as emphasised
from watcher.render.markup import DIALECTS
from watcher.view import PieceView

MOST = 45
"""Blocks of text, below the 50 of a message."""
KEYS = "keys"
"""The block that holds the buttons."""

_MARKUP = DIALECTS["mrkdwn"]
_SIGNS = ("*", "`")
_HALF_ENTITY = re.compile(r"&\w{0,3}$")


def to_mrkdwn(spans: Iterable[Span]) -> str:
    """Return a text in Slack's markup, everything in it escaped."""
    written = ""
    for span in in_slack(spans):
        marked = _marked_up(span)
        # A sign that touches a letter is no sign to Slack: `*제재*를`.
        gap = GAP if written[-1:] in _SIGNS and marked[:1].isalnum() else ""
        written += gap + marked
    return written


def message(reply: Reply) -> dict[str, Json]:
    """Return the fields of a message: its text, which notifications show, and its blocks."""
    text = _escape("".join(span.text for span in in_slack(reply.spans))) or "watcher"
    return {"text": _cut(text, FALLBACK), "blocks": blocks(reply)}


def blocks(reply: Reply) -> list[Json]:
    """Return the blocks of a reply: its words, and below them its buttons."""
    lines = "\n".join(_cut(line, SECTION) for line in to_mrkdwn(reply.spans).split("\n"))
    words: list[Json] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
        for text in sections(lines)[:MOST]
    ]
    return [*words, *keys(reply.buttons)]


def keys(buttons: Sequence[Button]) -> list[Json]:
    """Return the block of these buttons, or nothing where there are none."""
    fitting = [
        button for button in buttons if len(button.command) <= BUTTON_VALUE and len(button.url) <= BUTTON_URL
    ]
    elements: list[Json] = [_button(place, button) for place, button in enumerate(fitting[:BUTTONS])]
    return [{"type": "actions", "block_id": KEYS, "elements": elements}] if elements else []


def with_keys(shown: Sequence[Mapping[str, Any]], buttons: Sequence[Button]) -> list[Json]:
    """Return the blocks of a message with other buttons, in the place of those it has."""
    actions = [place for place, block in enumerate(shown) if block.get("type") == "actions"]
    place = actions[0] if actions else len(shown)
    rest: list[Json] = [dict(block) for block in shown if block.get("type") != "actions"]
    return [*rest[:place], *keys(buttons), *rest[place:]]


def _button(place: int, button: Button) -> Json:
    label: dict[str, Json] = {"type": "plain_text", "text": button.label[:BUTTON_TEXT] or "…", "emoji": True}
    made: dict[str, Json] = {"type": "button", "action_id": f"key-{place}", "text": label}
    return made | ({"url": button.url} if button.url else {"value": button.command})


def _marked_up(span: Span) -> str:
    words = span.text
    match span.style:
        case Style.BOLD:
            text = emphasised([PieceView("matched", _escape(words))])
        case Style.CODE:
            text = f"`{_escape(words.replace('`', chr(39)))}`"
        case Style.BLOCK:
            text = f"```\n{_escape(words.replace('`', chr(39)))}\n```"
        case _:
            text = _escape(words)
    return _MARKUP.link(span.url, text) if span.url else text


def _escape(text: str) -> str:
    return _MARKUP.escape(text) if _MARKUP.escape else text


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else _HALF_ENTITY.sub("", text[: most - 1]) + "…"
