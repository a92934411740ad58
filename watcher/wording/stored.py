"""Texts as the store keeps them: in no language until they are sent, like those that never wait."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from watcher.wording.text import Span, Style, Text, Value, verbatim

_MARK = '{"say":'
"""What a kept text begins with; anything else is the words themselves."""


def stored(said: Text, language: str = "") -> str:
    """Return a text to be kept; `language` where its reader is known to want it, and has chosen none."""
    return json.dumps({**_body(said), **({"in": language} if language else {})}, ensure_ascii=False)


def stored_together(kept: Iterable[str]) -> str:
    """Return several kept texts as one; those that are empty are left out."""
    full = [one for one in kept if one]
    if len(full) < 2:
        return "".join(full)
    return stored(Text("{parts}", values={"parts": [p for one in full for p in (" ", restored(one))][1:]}))


def restored(kept: str) -> Text:
    """Return a text that was kept; words that were kept plainly stay as they are."""
    return _text(json.loads(kept)) if kept.startswith(_MARK) else verbatim(kept)


def language_of(kept: str) -> str:
    """Return the language that a text was kept for; empty where none was named."""
    return str(json.loads(kept).get("in", "")) if kept.startswith(_MARK) else ""


def _body(said: Text) -> dict[str, Any]:
    body: dict[str, Any] = {"say": said.one}
    if said.many:
        body |= {"many": said.many, "count": said.count}
    if said.values:
        body["values"] = {name: _packed(value) for name, value in said.values.items()}
    return body


def _packed(value: Value) -> Any:
    match value:
        case Text():
            return _body(value)
        case Span():
            return {"span": value.text, "style": value.style, "url": value.url}
        case str() | int():
            return value
        case _:
            return [_packed(part) for part in value]


def _text(body: Mapping[str, Any]) -> Text:
    values = {name: _unpacked(value) for name, value in body.get("values", {}).items()}
    return Text(body["say"], body.get("many", ""), body.get("count", 1), values)


def _unpacked(value: Any) -> Value:
    match value:
        case {"say": _}:
            return _text(value)
        case {"span": text, "style": style, "url": url}:
            return Span(text, Style(style), url)
        case list():
            return [_unpacked(part) for part in value]
        case int():
            return value
    return str(value)
