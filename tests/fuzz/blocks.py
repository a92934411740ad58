"""Where a page can be taken apart: elements of markup, objects of JSON, lines of text."""

from __future__ import annotations

import re
from random import Random
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]

TAG = re.compile(rb"<(/?)([A-Za-z][\w:.-]{0,40})[^<>]{0,4000}>")
_LOOKED_AT = 2_000
"""Tags or brackets that are followed to find where a block ends."""


def block(random: Random, body: bytes) -> Span:
    """Return the span of a random element, object or run of lines; may be empty where the page is."""
    at = random.randrange(len(body)) if body else 0
    if b"<" in body:
        return _element(body, at)
    if body.lstrip()[:1] in (b"{", b"["):
        return _object(body, at)
    return _lines(random, body, at)


def tag(random: Random, body: bytes) -> Span:
    """Return the span of a random tag; empty where there is none."""
    found = TAG.search(body, random.randrange(len(body)) if body else 0) or TAG.search(body)
    return found.span() if found else (0, 0)


def _element(body: bytes, at: int) -> Span:
    """Return the first element that opens after `at`, up to the tag that closes it."""
    opening = next((found for found in TAG.finditer(body, at) if not found[1]), None)
    if opening is None:
        return at, len(body)
    depth = 0
    for _, found in zip(range(_LOOKED_AT), TAG.finditer(body, opening.start()), strict=False):
        if found[2] == opening[2]:
            depth += -1 if found[1] else 1
        if depth == 0:
            return opening.start(), found.end()
    return opening.span()


def _object(body: bytes, at: int) -> Span:
    start = max(body.find(b"{", at), 0)
    depth = 0
    for _, found in zip(range(_LOOKED_AT), re.finditer(rb"[{}]", body[start:]), strict=False):
        depth += 1 if found[0] == b"{" else -1
        if depth == 0:
            return start, start + found.end()
    return start, len(body)


def _lines(random: Random, body: bytes, at: int) -> Span:
    end = at
    for _ in range(random.randint(1, 6)):
        end = body.find(b"\n", end + 1)
        if end == -1:
            return at, len(body)
    return body.rfind(b"\n", 0, at) + 1, end + 1
