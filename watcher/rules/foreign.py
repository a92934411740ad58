"""Signs of other search boxes and of regular expressions: answered with what this language has instead."""

from __future__ import annotations

import re
from typing import NoReturn

from watcher.errors import QueryError

_REGEX = re.compile(
    r"\(\?"  # (?:a|b)
    r"|/[^/\s]+/[a-z]*(?=[\s)]|$)"  # /rocket|missile/i
    # .* \w [^a] [a-z] a{2}
    r"|[^\s\"]*?(?:(?<!\.\w)\.[*+]|\\[A-Za-z.]|\[\^|\[\^?(?:\w-\w)+[\W_]*?\]|\w\{\d+(?:,\d*)?\})"
    r"|\^\w"  # ^kim
)
_SIGN = re.compile(r"[!?~/.\\\[{^]")
_FOREIGN = (
    (
        _REGEX,
        "Regular expressions are not read here.",
        "`sanction*` is any ending, `missile OR rocket` either.",
    ),
    (re.compile(r"!+\w"), 'A "!" excludes nothing.', "Example: `sanctions -russia`"),
    (re.compile(r"[^\s\"]*\w\?\w"), 'A "?" stands for no letter.', "Any ending: `organi*`"),
    (re.compile(r"~\d*"), 'A "~" must touch the phrase before it.', 'Example: `"missile launch"~5`'),
    (re.compile(r"\w+~\d*(?=\s|$)"), 'A "~" goes after a phrase.', 'Example: `"missile launch"~5`'),
    (re.compile(r"NEAR/\d+"), "Words near each other stand in quotes.", 'Example: `"missile launch"~5`'),
)
"""How it begins, what is said of it, and what to type instead."""


def may_be_foreign(typed: str) -> bool:
    """Tell whether a query has a sign that all that is refused here has."""
    return _SIGN.search(typed) is not None


def refuse_foreign(query: str, typed: str, at: int) -> None:
    """Refuse what begins at `at` of `typed` where it would be read as something else than was meant."""
    for pattern, message, hint in _FOREIGN:
        if pattern.match(typed, at):
            refuse(query, at, message, hint)


def refuse(query: str, at: int, message: str, hint: str) -> NoReturn:
    """Raise `QueryError`."""
    raise QueryError(message, query=query, position=at, hint=hint)
