"""From bytes to text: byte order mark, header, the page's own declaration, UTF-8, and a guess at last.

Labels mean what browsers take them for (WHATWG Encoding Standard: `iso-8859-1` is read as Windows-1252),
and a body that is valid UTF-8 beyond ASCII is UTF-8 whatever a Western label says.
"""

from __future__ import annotations

import codecs
import re
import zlib

from charset_normalizer import from_bytes

from watcher.errors import ReadError
from watcher.extract import binary
from watcher.models import Page

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (re.compile(rb"[\t-~]\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"\x00[\t-~]\x00[^\x00]"), "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_DECLARATION_WITHIN = 4096
"""Bytes; HTML asks for the declaration in the first 1024, pages do not keep to it."""

_GZIP = b"\x1f\x8b"
_MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes; a file that holds more is no page."""
_WESTERN = frozenset(("ascii", "iso8859-1", "iso8859-15", "cp1252"))
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_NOT_CHARSETS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"))
_NOT_ON_THE_WEB = ["mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish"]
_GUESS_FROM = 32_768
"""Bytes the guess is made from; it tries some ninety encodings."""
_FEWEST_BROKEN = 2
"""Where more than so many characters are broken, and none beyond ASCII is whole, it was never UTF-8."""
_ENOUGH_TO_GUESS = 20
"""Characters beyond ASCII that a guess needs."""
_IN_A_ROW = re.compile(rb"[\x80-\xff]{3}")
"""What Western words hardly have, and those of other scripts hardly lack."""
_BROKEN_SHARE = 0.05
"""A UTF-8 body with a few broken characters in it is broken UTF-8; with more it is something else."""


def decode(page: Page) -> tuple[str, tuple[str, ...]]:
    """Return the text of `page`, and warnings about how it had to be read.

    Raises `ReadError` where the body is empty or no text.
    """
    body = _unpacked(page.body)
    if not body or body.isspace():
        raise ReadError("the page is empty")
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _with_replacement(body[len(mark) :], encoding)
    for start, encoding in _UNMARKED:
        if start.match(body):
            return _with_replacement(body, encoding)
    if what := binary.describe(body):
        raise ReadError(f"this is {what}, not a page")
    return _unmarked(body, page.charset)


def _unpacked(body: bytes) -> bytes:
    """Return what a gzip file holds that was sent as such; any other body, and a broken one, as it is."""
    if not body.startswith(_GZIP):
        return body
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        inner = unpacking.decompress(body, _MOST_UNPACKED)
    except zlib.error:
        return body
    return inner if unpacking.eof else body


def _unmarked(body: bytes, header: str | None) -> tuple[str, tuple[str, ...]]:
    """Decode a body without a byte order mark."""
    names = [name for name in (_charset(header), _charset(_declaration(body))) if name]
    utf8 = _strictly(body, "utf-8")
    if utf8 is not None and (not names or names[0] in _WESTERN or names[0] == "utf-8" or not utf8.isascii()):
        return utf8, ()
    for name in names:
        text = _strictly(body, _READ_AS.get(name, name))
        if text is not None:
            return text, ()
    return _broken(body, names)


def _broken(body: bytes, names: list[str]) -> tuple[str, tuple[str, ...]]:
    """Decode what fits no label: damaged UTF-8 as such, else the best guess."""
    text = body.decode("utf-8", "replace")
    beyond_ascii = sum(1 for c in text if not c.isascii())
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    all_broken = broken == beyond_ascii > _FEWEST_BROKEN
    if not all_broken and broken <= max(
        beyond_ascii - broken, len(text) * _BROKEN_SHARE if "utf-8" in names else 0
    ):
        return _with_replacement(body, "utf-8")
    if names and names[0] != "utf-8":
        return _with_replacement(body, _READ_AS.get(names[0], names[0]))
    if broken < _ENOUGH_TO_GUESS and not _IN_A_ROW.search(body):
        return _western(body)
    guess = from_bytes(body[:_GUESS_FROM], cp_exclusion=_NOT_ON_THE_WEB).best()
    encoding = guess.encoding if guess else "cp1252"
    text, warnings = _with_replacement(body, encoding)
    return text, (f"the encoding is not declared; read as {encoding}", *warnings)


def _western(body: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode letters that stand alone among ASCII ones, too few to tell more of them, as Windows-1252."""
    text, warnings = _with_replacement(body, "cp1252")
    return text, ("the encoding is not declared; read as cp1252", *warnings)


def _with_replacement(body: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    """Decode with U+FFFD for what is broken, and say so."""
    text = _strictly(body, encoding)
    if text is not None:
        return text, ()
    text = body.decode(encoding, "replace")
    return text, (f"{text.count(chr(0xFFFD))} broken characters in {encoding} text were replaced",)


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeError:
        return None


def _declaration(body: bytes) -> str | None:
    """Return the charset that the page itself names, if any."""
    head = body[:_DECLARATION_WITHIN].lower()
    if b"charset" not in head and b"encoding" not in head:
        return None
    declared = _DECLARED.search(body, 0, _DECLARATION_WITHIN)
    return (declared[1] or declared[2]).decode("ascii") if declared else None


def _charset(label: str | None) -> str | None:
    """Return Python's name of a charset label; None for what is none, or could not label these bytes."""
    try:
        name = codecs.lookup((label or "").strip(" \"'")).name
        b"a".decode(name)
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_CHARSETS or name.startswith(("utf-16", "utf-32")) else name
