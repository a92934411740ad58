"""Slack's cards as a web page, close enough to see what people see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

_LINK = re.compile(r"&lt;(https?://[^|&]+)\|(.+?)&gt;")
_BOLD = re.compile(r"(?<!\w)\*(.+?)\*(?!\w)")
_ITALIC = re.compile(r"(?<!\w)_(.+?)_(?!\w)")
_STRUCK = re.compile(r"(?<!\w)~(.+?)~(?!\w)")
_DATE = re.compile(r"&lt;!date\^\d+\^[^|]*\|(.+?)&gt;")
_EMOJI = {":eyes:": "👀", ":pencil2:": "✏️", ":repeat:": "🔁"}

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>What the channel got in Slack</title><style>
body {{ font: 15px/1.5 Lato, system-ui, sans-serif; max-width: 42em; margin: 2em auto; color: #1d1c1d; }}
article {{ border-left: 4px solid #ddd; padding: .2em 1em; margin: 1.6em 0; }}
a {{ color: #1264a3; text-decoration: none; }} small {{ color: #616061; }}
button {{ border: 1px solid #bbb; border-radius: 4px; background: #fff; padding: .3em .9em; font: inherit; }}
</style></head><body>
{cards}
</body></html>
"""


def page(messages: Iterable[Mapping[str, object]]) -> str:
    """Return a page with the blocks of every message."""
    cards = "\n".join(f"<article>{''.join(map(_block, _list(m.get('blocks'))))}</article>" for m in messages)
    return _PAGE.format(cards=cards)


def _block(block: Mapping[str, object]) -> str:
    match block:
        case {"type": "header", "text": {"text": str(text)}}:
            return f"<h3>{escape(text)}</h3>"
        case {"type": "section", "text": {"text": str(text)}}:
            return f"<p>{_words(text)}</p>"
        case {"type": "context", "elements": [{"text": str(text)}, *_]}:
            return f"<p><small>{_words(text)}</small></p>"
        case {"type": "actions", "elements": [*buttons]}:
            return "".join(map(_button, buttons))
        case _:
            return ""


def _button(button: object) -> str:
    match button:
        case {"text": {"text": str(label)}}:
            return f"<button>{escape(label)}</button>"
        case _:
            return ""


def _words(mrkdwn: str) -> str:
    # Slack's own escapes are HTML's, so only what is markup to Slack is left to turn into tags.
    text = mrkdwn.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    text = _DATE.sub(r"\1", _LINK.sub(r'<a href="\1">\2</a>', text))
    text = _STRUCK.sub(r"<s>\1</s>", text)
    text = _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", text))
    for name, picture in _EMOJI.items():
        text = text.replace(name, picture)
    return text.replace("\n", "<br>")


def _list(value: object) -> list[Mapping[str, object]]:
    return value if isinstance(value, list) else []
