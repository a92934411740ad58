"""Mutations of the bytes and words: damaged text, odd characters, hostile values, lies about the charset."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz import hostile
from tests.fuzz.blocks import tag

_VALUE = re.compile(rb"""(?<==)"[^"<>]{0,300}"|(?<=>)[^<>]{1,200}(?=<)|(?<=:)\s{0,3}"[^"]{0,300}\"""")
_BOMB = b"".join(
    b'<!ENTITY e%d "%s">' % (n, (b"&e%d;" % (n - 1)) * 10 if n else b"ha" * 10) for n in range(10)
)


def _insert(random: Random, body: bytes, what: bytes) -> bytes:
    at = random.randint(0, len(body))
    return body[:at] + what + body[at:]


def random_bytes(random: Random, body: bytes, other: bytes) -> bytes:
    at = random.randint(0, len(body))
    return body[:at] + random.randbytes(random.choice((1, 4, 64, 2_000))) + body[at + random.randint(0, 64) :]


def flip(random: Random, body: bytes, other: bytes) -> bytes:
    damaged = bytearray(body)
    for _ in range(random.choice((1, 10, 300))):
        if damaged:
            damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def huge_attribute(random: Random, body: bytes, other: bytes) -> bytes:
    _, end = tag(random, body)
    name = random.choice((b"href", b"class", b"id", b"title", b"datetime", b"x"))
    value = random.choice((b"a", b"a ", b"/a", b"&amp;", b"1-")) * random.choice((1_000, 60_000))
    return body[: max(end - 1, 0)] + b" " + name + b'="' + value + b'"' + body[max(end - 1, 0) :]


def many_attributes(random: Random, body: bytes, other: bytes) -> bytes:
    _, end = tag(random, body)
    made = b"".join(b" a%d=%d" % (n, n) for n in range(random.choice((100, 5_000))))
    return body[: max(end - 1, 0)] + made + body[max(end - 1, 0) :]


def entity_soup(random: Random, body: bytes, other: bytes) -> bytes:
    return _insert(random, body, b"".join(random.choices(hostile.ENTITIES, k=random.choice((1, 10, 5_000)))))


def entity_bomb(random: Random, body: bytes, other: bytes) -> bytes:
    return (
        b"<!DOCTYPE rss ["
        + _BOMB
        + b"]>"
        + body.replace(b"</title>", b"&e9;</title>", random.choice((1, -1)))
    )


def mark(random: Random, body: bytes, other: bytes) -> bytes:
    return (
        random.choice(hostile.MARKS) + body
        if random.random() < 0.6
        else _insert(random, body, random.choice(hostile.MARKS))
    )


def nuls(random: Random, body: bytes, other: bytes) -> bytes:
    if random.random() < 0.2:
        return body.replace(b" ", b"\0")
    return _insert(random, body, b"\0" * random.choice((1, 2, 3, 500)))


def surrogates(random: Random, body: bytes, other: bytes) -> bytes:
    for _ in range(random.randint(1, 30)):
        body = _insert(random, body, random.choice(hostile.SURROGATES))
    return body


def odd_characters(random: Random, body: bytes, other: bytes) -> bytes:
    for _ in range(random.randint(1, 30)):
        body = _insert(random, body, random.choice(hostile.CHARACTERS).encode() * random.choice((1, 1, 200)))
    return body


def other_encoding(random: Random, body: bytes, other: bytes) -> bytes:
    return body.decode("utf-8", "replace").encode(random.choice(hostile.ENCODINGS), "replace")


def other_label(random: Random, body: bytes, other: bytes) -> bytes:
    label = random.choice(hostile.LABELS)
    declared = re.sub(
        rb'((?:charset|encoding)\s*=\s*["\']?)[\w-]+', rb"\g<1>" + label, body, flags=re.IGNORECASE
    )
    return b'<meta charset="' + label + b'">' + body if declared == body else declared


def hostile_values(random: Random, body: bytes, other: bytes) -> bytes:
    """Give some attributes, texts or JSON strings values that are none."""
    share = random.choice((0.02, 0.3, 1.0))

    def changed(found: re.Match[bytes]) -> bytes:
        if random.random() > share:
            return found[0]
        value = random.choice(hostile.VALUES)
        return b'"' + value + b'"' if found[0].lstrip()[:1] == b'"' else value

    return _VALUE.sub(changed, body)


def flood(random: Random, body: bytes, other: bytes) -> bytes:
    """Insert far too much of one character."""
    return _insert(
        random, body, random.choice((b" ", b"\n", b"<", b"&", b"|", b"a", b"-", b"\t\n", b"0", b"/")) * 60_000
    )


def one_line(random: Random, body: bytes, other: bytes) -> bytes:
    return body.replace(b"\n", random.choice((b" ", b"", b"\r", b"\n\n\n")))


ALL = (
    random_bytes, flip, huge_attribute, many_attributes, entity_soup, entity_bomb, mark, nuls, surrogates,
    odd_characters, other_encoding, other_label, hostile_values, flood, one_line,
)  # fmt: skip
