"""Replies in the HTML that Telegram takes."""

from __future__ import annotations

from html import escape

from watcher.bot.reply import Reply, Span, Style

_TAGS = {Style.BOLD: "b", Style.CODE: "code", Style.BLOCK: "pre"}


def to_html(reply: Reply) -> str:
    """Return the reply's text as Telegram HTML, everything in it escaped."""
    return "".join(_marked_up(span) for span in reply.spans)


def _marked_up(span: Span) -> str:
    tag = _TAGS.get(span.style)
    text = escape(span.text, quote=False)
    if span.url:
        text = f'<a href="{escape(span.url)}">{text}</a>'
    return f"<{tag}>{text}</{tag}>" if tag else text
