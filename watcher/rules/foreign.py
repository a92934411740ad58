"""Signs of other search boxes and of regular expressions: answered with what this language has instead."""

from __future__ import annotations

import re
from typing import NoReturn

from watcher.errors import QueryError
from watcher.wording.text import Text, code, text

_REGEX = re.compile(
    r"\(\?"  # (?:a|b)
    r"|/[^/\s]+/[a-z]*(?=[\s)]|$)"  # /rocket|missile/i
    # .* \w [^a] [a-z] a{2}
    r"|[^\s\"]*?(?:(?<!\.\w)\.[*+]|\\[A-Za-z.]|\[\^|\[\^?(?:\w-\w)+[\W_]*?\]|\w\{\d+(?:,\d*)?\})"
    r"|\^\w"  # ^kim
)
_SIGN = re.compile(r"[!?~/.\\\[{^]")
_EXCLUDE = text("Example: {query}", query=code("sanctions -russia"))
_NEAR = text("Example: {query}", query=code('"missile launch"~5'))
_FOREIGN = (
    (
        _REGEX,
        text("Regular expressions are not read here."),
        text(
            "{prefix} is any ending, {either} either.",
            prefix=code("sanction*"),
            either=code("missile OR rocket"),
        ),
    ),
    (re.compile(r"!+\w"), text('A "!" excludes nothing.'), _EXCLUDE),
    (
        re.compile(r"[^\s\"]*\w\?\w"),
        text('A "?" stands for no letter.'),
        text("Any ending: {query}", query=code("organi*")),
    ),
    (re.compile(r"~\d*"), text('A "~" must touch the phrase before it.'), _NEAR),
    (re.compile(r"\w+~\d*(?=\s|$)"), text('A "~" goes after a phrase.'), _NEAR),
    (re.compile(r"NEAR/\d+"), text("Words near each other stand in quotes."), _NEAR),
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


def refuse(query: str, at: int, message: Text, hint: Text) -> NoReturn:
    """Raise `QueryError`."""
    raise QueryError(message, query=query, position=at, hint=hint)
