"""The marks of the query language, out of what a phone made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple, NoReturn
from unicodedata import category

from watcher.rules.foreign import may_be_foreign, refuse, refuse_foreign
from watcher.rules.query import Field
from watcher.wording.text import code, text

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TYPED = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″〝〞〟「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣﹘⸺", "-"),
        **dict.fromkeys("‘’‚‛‹›＇", "'"),
    }
) | {code: chr(plain) for code, plain in _WIDE.items()}
# A quote between two Hebrew letters is part of an abbreviation, whatever the keyboard made of it.
_GERSHAYIM = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
_SINGLE_QUOTED = re.compile(r"'([^'\"\s]+(?:\s+[^'\"\s]+)+)'(?=[\s)|]|$)")
_SPACE = re.compile(r"[\s\x00]*")
_PHRASE = re.compile(r'"([^"]*)"(?:~(\d*))?')
_FIELD = re.compile(r"([^\W\d_]+)\x00*:")
_PLAIN = re.compile(r"[\s\x00]*([^\W_]+)(?=[\s()|]|$)")
_WORD = re.compile(r'[^\s()"|]+')
MOST_SLOP = 50
"""Other words that a near phrase may allow between its own."""


class Mark(Enum):
    """What a token is."""

    __hash__ = object.__hash__

    WORD = auto()
    EXACT = auto()
    PREFIX = auto()
    PHRASE = auto()
    EXACT_PHRASE = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    END = auto()


class Token(NamedTuple):
    """One mark or word; `at` is its offset in the query, `text` what it holds without its signs."""

    mark: Mark
    at: int
    text: str = ""
    slop: int | None = None


_SIGNS = {"(": Mark.OPEN, ")": Mark.CLOSE, "|": Mark.OR}
_OPERATORS = {"OR": Mark.OR, "AND": Mark.AND, "NOT": Mark.NOT, "&": Mark.AND, "&&": Mark.AND}


def tokens(query: str) -> Iterator[Token]:
    """Cut a query into tokens, `END` last. Raises `QueryError`."""
    typed = _GERSHAYIM.sub("\u05f4", _without_invisible(query).translate(_TYPED))
    is_suspect = may_be_foreign(typed)
    at = 0
    while True:
        # Most tokens are words of letters alone, and need no closer look.
        while plain := _PLAIN.match(typed, at):
            start, at = plain.span(1)
            yield Token(_OPERATORS.get(plain[1], Mark.WORD), start, query[start:at])
        at = _skip(typed, at)
        if at == len(typed):
            break
        if is_suspect:
            refuse_foreign(query, typed, at)
        token, at = _next(query, typed, at)
        yield token
    yield Token(Mark.END, len(query))


def _without_invisible(query: str) -> str:
    """Put a NUL for each character of no width, so that offsets stay."""
    if query.isascii():
        return query
    return "".join("\x00" if category(char) == "Cf" else char for char in query)


def _skip(typed: str, at: int) -> int:
    match = _SPACE.match(typed, at)
    return match.end() if match else at


def _next(query: str, typed: str, at: int) -> tuple[Token, int]:
    char = typed[at]
    if char in _SIGNS:
        width = 2 if typed.startswith("||", at) else 1
        return Token(_SIGNS[char], at), at + width
    if char == '"':
        return _phrase(query, typed, at)
    if char == "-":
        return _minus(query, typed, at)
    if char == "=" and typed[at + 1 : at + 2] == '"':
        phrase, end = _phrase(query, typed, at + 1)
        return (phrase._replace(mark=Mark.EXACT_PHRASE, at=at) if phrase.slop is None else phrase), end
    if char == "'" and (quoted := _SINGLE_QUOTED.match(typed, at)):
        return Token(Mark.PHRASE, at, quoted[1]), quoted.end()
    field = _FIELD.match(typed, at)
    if field:
        return _field(query, field)
    return _word(query, typed, at)


def _phrase(query: str, typed: str, at: int) -> tuple[Token, int]:
    match = _PHRASE.match(typed, at)
    if match is None:
        rest = " ".join(query[at + 1 :].split())
        example = re.sub(r"[\"()]", "", rest) or "world cup"
        said = text('That quote is not closed: …`"{rest}`.', rest=rest)
        refuse(query, at, said, text("Example: {query}", query=code(f'"{example}"')))
    words, slop = match[1], match[2]
    if slop is None:
        return Token(Mark.PHRASE, at, words), match.end()
    if not slop or int(slop[:4]) > MOST_SLOP:
        said = text(
            "The ~ after a phrase says how many other words may stand between: 1 to {most}.", most=MOST_SLOP
        )
        refuse(query, match.end(1) + 1, said, text("Example: {query}", query=code(f'"{words}"~5')))
    return Token(Mark.PHRASE, at, words, int(slop)), match.end()


def _minus(query: str, typed: str, at: int) -> tuple[Token, int]:
    end = at
    while end < len(typed) and typed[end] in "-\x00":
        end += 1
    if end == len(typed) or typed[end].isspace() or typed[end] in "|)":
        said = text('A "-" must touch what it excludes.')
        refuse(query, at, said, text("Example: {query}", query=code("sanctions -russia")))
    return Token(Mark.NOT, at, "-"), end


def _field(query: str, match: re.Match[str]) -> tuple[Token, int]:
    name = match[1].lower()
    if name not in set(Field):
        _unknown_field(query, match, name)
    return Token(Mark.FIELD, match.start(), name), match.end()


def _unknown_field(query: str, match: re.Match[str], name: str) -> NoReturn:
    known = " ".join(f"{field}:" for field in Field)
    rest = _WORD.match(query, match.start())
    quoted = rest.group() if rest else match.group()
    refuse(
        query,
        match.start(),
        text('"{name}:" is not a field. I know {known}.', name=name, known=known),
        text("To search the word itself use quotes: {query}", query=code(f'"{quoted}"')),
    )


def _word(query: str, typed: str, at: int) -> tuple[Token, int]:
    match = _WORD.match(typed, at)
    word = match.group() if match else typed[at]
    end = at + len(word)
    bare = word.replace("\x00", "")
    if bare in _OPERATORS:
        return Token(_OPERATORS[bare], at, bare), end
    # Fold from what was typed: the marks above are for signs, not for what is inside a word.
    inside = query[at:end]
    if bare.startswith("="):
        return Token(Mark.EXACT, at, inside[1:]), end
    star = word.find("*")
    if star < 0:
        return Token(Mark.WORD, at, inside), end
    if star != len(word) - 1:
        said = text('A "*" goes at the end of a word.')
        refuse(query, at + star, said, text("Example: {query}", query=code("sanction*")))
    return Token(Mark.PREFIX, at, inside[:-1]), end
