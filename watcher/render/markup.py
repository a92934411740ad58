"""Markups: what outside text becomes, and how a link and a time are written, in each.

Slack's texts are escaped before a template sees them, so that joining and filtering cannot undo it.
In HTML, Jinja's own escaping does that on the way out. Plain text needs none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import TypeVar
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from watcher.render import emphasis
from watcher.render.emphasis import WritePieces
from watcher.view import ArticleView

_T = TypeVar("_T")

_MARKED = ("title", "summary")

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line feed
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # direction overrides, which reorder what comes after
    "\ud800-\udfff\ufeff\ufff9-\ufffb]"  # halves of characters, and marks that are no text
)
_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One markup: the suffix of its template files and its ways of writing."""

    suffix: str
    escape: Callable[[str], str] | None
    """Makes a text of a view safe before a template sees it; None where there is nothing to do then."""
    autoescape: bool
    """Whether Jinja escapes what a template prints."""
    link: Callable[[str, str], str]
    """(address, label), both escaped, to a link."""
    when: Callable[[ArticleView], str]
    pieces: WritePieces
    verify: Callable[[str], object] | None = None
    """Raises `ValueError` for a rendered text that is none of this markup; None where any text is one."""


def map_texts(value: _T, change: Callable[[str], str]) -> _T:
    """Return a view, or a part of one, with each text in it changed."""
    if isinstance(value, str):
        return change(value)  # type: ignore[return-value]  # a str is what _T is here
    if isinstance(value, tuple):
        return tuple([map_texts(item, change) for item in value])  # type: ignore[return-value]  # as above
    names = _field_names(type(value))  # type: ignore[arg-type]  # any class can be hashed
    if not names:
        return value
    changes = {name: map_texts(getattr(value, name), change) for name in names}
    return replace(value, **changes)  # type: ignore[type-var]  # what has fields is a dataclass


@cache
def _field_names(shape: type[object]) -> tuple[str, ...]:
    """Return the fields of a dataclass; none for any other type. Kept, since views are mapped at each try."""
    return tuple(field.name for field in fields(shape)) if is_dataclass(shape) else ()


def clean(text: str) -> str:
    """Drop control characters and direction overrides; keep tabs, and make every line break a line feed."""
    if text.isprintable():
        return text
    return _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", text))


def linkable(url: str) -> bool:
    """Tell whether an address may become a link: http, https or mailto, and nothing hidden in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if url != clean(url) or any(character.isspace() for character in url):
        return False
    return bool(parts.netloc) if parts.scheme in {"http", "https"} else parts.scheme == "mailto"


def functions(dialect: Dialect) -> dict[str, Callable[..., str]]:
    """Return the functions that a template of this markup may call, in any language."""

    def link(url: str, label: str = "") -> str:
        """Write a link with this label; only the label where the address is none that may be linked."""
        return dialect.link(url, label or url) if linkable(url) else label or url

    def marked(article: ArticleView, name: str) -> str:
        """Write an article's title or summary with the matched words in bold."""
        if name not in _MARKED:
            raise ValueError(f"marked() knows no {name!r}, only {' and '.join(map(repr, _MARKED))}")
        title, summary = article.title_pieces, article.summary_pieces
        pieces, plain = (title, article.title) if name == "title" else (summary, article.summary)
        return dialect.pieces(pieces) if pieces else plain

    def changed(article: ArticleView) -> str:
        """Write the way from an old headline to the new one."""
        return dialect.pieces(article.changes) if article.changes else article.title

    return {
        "link": link,
        "when": dialect.when,
        "marked": marked,
        "changed": changed,
    }


def _mrkdwn(text: str) -> str:
    """Escape what Slack asks for; without a raw `<` no mention, channel or link can be written.

    https://docs.slack.dev/messaging/formatting-message-text/
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _text_link(url: str, label: str) -> str:
    return f"{label} ({url})" if label != url else url


def _html_link(url: str, label: str) -> str:
    return Markup('<a href="{}">{}</a>').format(url, escape(label))


def _mrkdwn_link(url: str, label: str) -> str:
    # What is left unquoted is all that an address may hold but `|`, `<`, `>` and space, which end the link.
    target = quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")
    return f"<{target}|{' '.join(label.split())}>"


def _plain_when(article: ArticleView) -> str:
    return article.published


def _mrkdwn_when(article: ArticleView) -> str:
    """Let Slack show an exact time in each reader's own timezone, with our words as its fallback."""
    when = article.published_at
    if not isinstance(when, datetime) or when.tzinfo is None:
        return article.published
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} {{time}}|{article.published}>"


DIALECTS: Mapping[str, Dialect] = {
    "text": Dialect(
        suffix="txt",
        escape=None,
        autoescape=False,
        link=_text_link,
        when=_plain_when,
        pieces=emphasis.text,
    ),
    "html": Dialect(
        suffix="html",
        escape=None,
        autoescape=True,
        link=_html_link,
        when=_plain_when,
        pieces=emphasis.html,
    ),
    "mrkdwn": Dialect(
        suffix="mrkdwn",
        escape=_mrkdwn,
        autoescape=False,
        link=_mrkdwn_link,
        when=_mrkdwn_when,
        pieces=emphasis.mrkdwn,
    ),
    "json": Dialect(
        suffix="json",
        escape=None,
        autoescape=False,
        link=_text_link,
        when=_plain_when,
        pieces=emphasis.text,
        verify=json.loads,
    ),
}
"""By the markup that a part names."""
