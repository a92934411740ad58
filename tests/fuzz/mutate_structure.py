"""Mutations that keep what a page is made of, and change how it is put together."""

from __future__ import annotations

from random import Random

from tests.fuzz.blocks import TAG, block, tag

REPEATS = 1_000
_TAGS = (
    b"div",
    b"li",
    b"a",
    b"td",
    b"tr",
    b"table",
    b"article",
    b"h2",
    b"p",
    b"time",
    b"item",
    b"entry",
    b"br",
)
_OPENINGS = (
    b"<div>",
    b"<ul><li>",
    b"<table><tr><td>",
    b"<b>",
    b"<a href=x>",
    b"<item>",
    b"<entry>",
    b"[",
    b'{"a":',
)
_UNCLOSED = (
    b"<!--",
    b"<![CDATA[",
    b"<script>",
    b"<style>",
    b"<textarea>",
    b"<title>",
    b"<!DOCTYPE ",
    b'"',
    b"<svg>",
)


def cut(random: Random, body: bytes, other: bytes) -> bytes:
    start, end = block(random, body)
    return body[:start] + body[end:]


def duplicate(random: Random, body: bytes, other: bytes) -> bytes:
    start, end = block(random, body)
    return body[:end] + body[start:end] * random.randint(1, 5) + body[end:]


def swap(random: Random, body: bytes, other: bytes) -> bytes:
    (a, b), (c, d) = sorted((block(random, body), block(random, body)))
    return body if c < b else body[:a] + body[c:d] + body[b:c] + body[a:b] + body[d:]


def nest(random: Random, body: bytes, other: bytes) -> bytes:
    """Put a block into its own middle, a few times over."""
    start, end = block(random, body)
    whole = part = body[start:end]
    for _ in range(random.randint(1, 8)):
        middle = whole.find(b">") + 1 or len(whole) // 2
        whole = whole[:middle] + part + whole[middle:]
    return body[:start] + whole + body[end:]


def truncate(random: Random, body: bytes, other: bytes) -> bytes:
    start, end = tag(random, body)
    return body[: random.randint(start, end) if end else random.randint(0, len(body))]


def behead(random: Random, body: bytes, other: bytes) -> bytes:
    return body[tag(random, body)[0] :]


def repeat(random: Random, body: bytes, other: bytes) -> bytes:
    start, end = block(random, body)
    return body[:end] + body[start:end] * REPEATS + body[end:]


def repeat_tag(random: Random, body: bytes, other: bytes) -> bytes:
    start, end = tag(random, body)
    return body[:end] + body[start:end] * REPEATS + body[end:]


def unwrap(random: Random, body: bytes, other: bytes) -> bytes:
    """Remove one tag and leave its partner alone."""
    start, end = tag(random, body)
    return body[:start] + body[end:]


def rename(random: Random, body: bytes, other: bytes) -> bytes:
    """Turn all elements of one name into another."""
    names = sorted({found[2] for found in TAG.finditer(body)})
    if not names:
        return body
    old, new = random.choice(names), random.choice(_TAGS)
    return TAG.sub(lambda found: found[0].replace(old, new, 1) if found[2] == old else found[0], body)


def deepen(random: Random, body: bytes, other: bytes) -> bytes:
    """Open many elements, and perhaps close them somewhere else."""
    start, end = block(random, body)
    opening, count = random.choice(_OPENINGS), random.choice((50, 300, 1_000, 5_000, 20_000))
    closing = random.choice((b"", b"</div>", b"</b>", b"]", b"}", b"</item>")) * count
    return body[:start] + opening * count + body[start:end] + closing + body[end:]


def leave_open(random: Random, body: bytes, other: bytes) -> bytes:
    start, _ = tag(random, body)
    return body[:start] + random.choice(_UNCLOSED) + body[start:]


def splice(random: Random, body: bytes, other: bytes) -> bytes:
    """Go on as another page, of whatever kind."""
    return body[: tag(random, body)[1] or len(body) // 2] + other[tag(random, other)[0] :]


def graft(random: Random, body: bytes, other: bytes) -> bytes:
    """Put a block of another page in."""
    (_, at), (start, end) = block(random, body), block(random, other)
    return body[:at] + other[start:end] * random.choice((1, 3, 40)) + body[at:]


def shuffle_lines(random: Random, body: bytes, other: bytes) -> bytes:
    lines = body.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines)


ALL = (
    cut, duplicate, swap, nest, truncate, behead, repeat, repeat_tag, unwrap, rename, deepen, leave_open,
    splice, graft, shuffle_lines,
)  # fmt: skip
