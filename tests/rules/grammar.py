"""Reads the grammar of `docs/queries.md`, and writes sentences by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

_SYMBOL = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|(\w+)|([{}\[\]()|]))")
_ENDS = {"(": ")", "[": "]", "{": "}"}
_DEEPEST = 14
GLUED_BEHIND = frozenset({"-", "=", ":", "~"})
GLUED_BEFORE = frozenset({":", "*", "~"})

Draw = st.DrawFn


@dataclass(frozen=True)
class Choice:
    """One of several rows of parts."""

    options: tuple[tuple[Part, ...], ...]
    least: int = 1
    most: int = 1


Part = str | Choice
"""A terminal in quotes, the name of a rule, or a group."""


def rules(block: str) -> Mapping[str, Choice]:
    """Return the rules of a grammar by name."""
    pairs = (line.split("=", 1) for line in block.strip().splitlines())
    return {name.strip(): _choice(_symbols(body), "") for name, body in pairs}


def _symbols(body: str) -> Iterator[str]:
    for double, single, name, sign in _SYMBOL.findall(body):
        yield f"'{double or single}" if double or single else name or sign


def _choice(symbols: Iterator[str], end: str) -> Choice:
    options: list[list[Part]] = [[]]
    for symbol in symbols:
        if symbol == end:
            break
        if symbol == "|":
            options.append([])
        elif symbol in _ENDS:
            options[-1].append(_choice(symbols, _ENDS[symbol]))
        else:
            options[-1].append(symbol)
    repeats = {"]": (0, 1), "}": (0, 2)}.get(end, (1, 1))
    return Choice(tuple(map(tuple, options)), *repeats)


@st.composite
def sentences(draw: Draw, grammar: Mapping[str, Choice], words: Mapping[str, st.SearchStrategy[str]]) -> str:
    """Write a sentence; `words` gives what has no rule of its own."""
    return _spaced(list(_written(draw, grammar, words, "query", 0)))


def _written(
    draw: Draw,
    grammar: Mapping[str, Choice],
    words: Mapping[str, st.SearchStrategy[str]],
    part: Part,
    depth: int,
) -> Iterator[str]:
    if isinstance(part, str) and part.startswith("'"):
        yield part[1:]
    elif isinstance(part, str) and part not in grammar:
        yield draw(words[part])
    else:
        choice = grammar[part] if isinstance(part, str) else part
        is_deep = depth > _DEEPEST
        for _ in range(draw(st.integers(choice.least, choice.least if is_deep else choice.most))):
            # The last option of a rule is the one that ends it.
            chosen = choice.options[-1] if is_deep else draw(st.sampled_from(choice.options))
            for inner in chosen:
                yield from _written(draw, grammar, words, inner, depth + 1)


def _spaced(symbols: list[str]) -> str:
    """Put spaces where a person would."""
    text, in_quotes = "", False
    for before, symbol in zip(["(", *symbols], symbols, strict=False):
        closes = symbol == '"' and in_quotes
        opened = before == '"' and in_quotes
        glued = opened or closes or before in GLUED_BEHIND or symbol in GLUED_BEFORE or not text
        text += symbol if glued else f" {symbol}"
        in_quotes ^= symbol == '"'
    return text
