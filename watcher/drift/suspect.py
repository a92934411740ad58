"""What a page looks like that was fetched with success and is not the listing that it was. Pure.

By its structure where that tells (a field for a password, a challenge's script, no text but scripts), else
by what such pages say, in the words of many languages. It words a doubt and never makes one: a listing may
have a log-in form in its head and a question about cookies over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from watcher.errors import ReadError
from watcher.extract.html import signs
from watcher.extract.html.parse import parse
from watcher.extract.html.tree import joined

_SHORT = 1_500
"""Characters of text that a notice does not exceed."""
_BARE = 300
"""Characters of text that an empty shell does not exceed."""
_LONGEST = 500_000
"""Characters of markup that are looked at."""

_PASSWORD = re.compile(r"<input\b[^<>]{0,1000}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"<(?:script|iframe|form|div|img|input|meta)\b[^<>]{0,1000}(?:captcha|challenge)", re.IGNORECASE
)
_CONSENT = re.compile(
    r"<(?:form|button|iframe|div|section|dialog)\b[^<>]{0,1000}(?:consent|gdpr|cookie)", re.IGNORECASE
)
_CHOICE = re.compile(r"<button\b|<form\b|\btype\s*=\s*[\"']?submit", re.IGNORECASE)
_NEEDS_SCRIPTS = re.compile(r"java ?script|scripts", re.IGNORECASE)
_PARKED = re.compile(
    r"domain (?:name )?(?:is |may be |\S+ is )?(?:for sale|parked|expired)"
    r"|(?:buy|purchase|inquire about) this domain|domain steht zum verkauf|domaine est (?:à vendre|en vente)"
    r"|dominio (?:está|è) (?:a la|in) vend?i?ta|домен (?:прода[её]тся|припаркован)"
    r"|域名(?:出售|转让|停放)|ドメイン(?:販売|は売り出し)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page as source and as people see it."""

    markup: str
    said: str
    """The title and the visible text."""
    size: int
    """Characters of visible text."""
    scripts: bool
    """Whether it has scripts, or says that it wants them run."""
    listed: bool
    """Whether items were read from it."""


def suspect(text: str, *, listed: bool = False) -> str | None:
    """Say in a few words what a page looks like instead of a listing; None where nothing shows it.

    `listed` says that items were read from it, so that a form in its head proves little.
    """
    seen = _seen(text[:_LONGEST], listed=listed)
    return next((name for name, shows in _SIGNS if shows(seen)), None) or _notice(seen)


def _seen(text: str, *, listed: bool) -> _Seen:
    try:
        tree = parse(text)
    except ReadError:
        return _Seen("", text, len(text), scripts=False, listed=listed)
    visible = joined(tree.tokens)
    wanted = bool(tree.script_count or _NEEDS_SCRIPTS.search(tree.noscript))
    return _Seen(text, f"{tree.title} {visible}", len(visible), scripts=wanted, listed=listed)


def _is_log_in(seen: _Seen) -> bool:
    return not (seen.listed and seen.size > _SHORT) and bool(_PASSWORD.search(seen.markup))


def _is_challenge(seen: _Seen) -> bool:
    return seen.size <= _SHORT and bool(_CHALLENGE.search(seen.markup))


def _is_consent(seen: _Seen) -> bool:
    return seen.size <= _SHORT and bool(_CONSENT.search(seen.markup) and _CHOICE.search(seen.markup))


def _is_parked(seen: _Seen) -> bool:
    return seen.size <= _SHORT and bool(_PARKED.search(seen.said))


def _is_shell(seen: _Seen) -> bool:
    return seen.size <= _BARE and seen.scripts and not _notice(seen)


def _notice(seen: _Seen) -> str | None:
    return signs.notice(seen.said) if seen.size <= _SHORT else None


_SIGNS: tuple[tuple[str, Callable[[_Seen], bool]], ...] = (
    ("a log-in form", _is_log_in),
    ("a check for robots (a captcha or the like)", _is_challenge),
    ("the notice of a parked domain", _is_parked),
    (
        "the empty shell of a page that its scripts fill in: look for a feed or an API address of the site",
        _is_shell,
    ),
    ("a question about cookies or consent", _is_consent),
)
"""What it looks like, and how that shows; the first that holds tells."""
