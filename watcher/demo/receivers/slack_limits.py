"""What Slack would refuse about a message. Pure.

Limits: https://docs.slack.dev/reference/block-kit/blocks/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

BLOCKS = 50
TEXT = 40_000
LIMITS = {"header": 150, "section": 3000, "context": 2000}
"""Characters of the text of a block, by its type."""
ELEMENTS = {"context": 10, "actions": 25}
BUTTON_TEXT = 75
BUTTON_URL = 3000

_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"<(https?://|mailto:)[^<>|\s]+(\|[^<>]*)?>")
_DATE = re.compile(r"<!date\^\d+\^[^<>|]+\|[^<>|]*>")


def faults(fields: Mapping[str, object]) -> list[str]:
    """Return what is wrong with the fields of a message, nothing for a good one."""
    blocks = fields.get("blocks", [])
    if not isinstance(blocks, list):
        return ["blocks is no list"]
    return [*_top(fields, blocks), *(fault for block in blocks for fault in _block(block))]


def _top(fields: Mapping[str, object], blocks: Sequence[object]) -> Iterator[str]:
    text = fields.get("text", "")
    if not isinstance(text, str) or (not text and not blocks):
        yield "no_text"
    elif len(text) > TEXT:
        yield "msg_too_long"
    if isinstance(text, str):
        yield from _mentions(text)
    if len(blocks) > BLOCKS:
        yield f"{len(blocks)} blocks"


def _block(block: object) -> Iterator[str]:
    if not isinstance(block, dict):
        yield "a block is no object"
        return
    kind = block.get("type")
    elements = block.get("elements", [])
    if kind in {"header", "section"}:
        yield from _text(block.get("text"), LIMITS[kind])
    elif kind in ELEMENTS and not 0 < len(elements) <= ELEMENTS[kind]:
        yield f"{len(elements)} elements in {kind}"
    elif kind == "context":
        for element in elements:
            yield from _text(element, LIMITS["context"])
    elif kind == "actions":
        yield from (fault for element in elements for fault in _button(element))
    elif kind != "divider":
        yield f"unknown block {kind}"


def _button(element: Mapping[str, object]) -> Iterator[str]:
    yield from _text(element.get("text"), BUTTON_TEXT)
    if len(str(element.get("url", ""))) > BUTTON_URL:
        yield "a button's url is too long"


def _text(value: object, limit: int) -> Iterator[str]:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= limit:
        yield f"a text of {len(text) if isinstance(text, str) else 'no'} characters, at most {limit}"
    elif isinstance(value, dict) and value.get("type") == "mrkdwn":
        yield from _mentions(text)


def _mentions(text: str) -> Iterator[str]:
    """Only links and dates may stand in angle brackets: all else would call people or be half a tag."""
    for tag in _TAG.findall(text):
        if not _LINK.fullmatch(tag) and not _DATE.fullmatch(tag):
            yield f"{tag} is neither a link nor a date"
    if any(bracket in _TAG.sub("", text) for bracket in "<>"):
        yield "a stray angle bracket"
