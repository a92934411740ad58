from __future__ import annotations

import pytest

from watcher.errors import ReadError
from watcher.extract import read
from watcher.extract.decode import decode
from watcher.extract.sniff import sniff
from watcher.models import Kind, Page

ITEM = b"<item><title>One</title></item>"
RSS = b"<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>" + ITEM + b"</channel></rss>"
ATOM = b"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title></feed>"
JSONFEED = b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": []}'
HTML = b"<!doctype html><html><body><p>Hello</p></body></html>"
TEXT = b"One\nTwo\nThree"


@pytest.mark.parametrize(
    ("body", "content_type", "url", "kind"),
    [
        (RSS, "application/rss+xml", "", Kind.RSS),
        (RSS, "text/html", "", Kind.RSS),
        (b"\n\nNotice: undefined index<br />\n" + RSS, "text/html", "", Kind.RSS),
        (ATOM, "text/plain", "", Kind.ATOM),
        (HTML, "application/rss+xml", "", Kind.HTML),
        (HTML, "text/plain", "", Kind.HTML),
        (JSONFEED, "text/html", "", Kind.JSONFEED),
        (b'[{"title": "x"}]', "text/html", "", Kind.JSON),
        (b'{"title": "cut', "application/json", "", Kind.JSON),
        (TEXT, "text/html", "", Kind.TEXT),
        (TEXT, "", "https://x.example/list.txt", Kind.TEXT),
        (b"[Update] no JSON at all", "text/plain", "", Kind.TEXT),
        (b"<div><p>bare</p></div>", "", "", Kind.HTML),
    ],
)
def test_content_tells_the_kind_where_the_header_is_wrong(
    body: bytes, content_type: str, url: str, kind: Kind
) -> None:
    assert sniff(Page(url=url, body=body, content_type=content_type), body.decode()) is kind


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG image"),
        (b"%PDF-1.7\n...", "PDF document"),
        (b"PK\x03\x04\x14\x00", "zip archive"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (bytes(range(256)) * 4, "binary data"),
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(body: bytes, what: str) -> None:
    with pytest.raises(ReadError, match=what):
        read(Page(url="https://x.example/", body=body, content_type="text/html"))


WORDS = "Größere Züge für Köln – „schön“"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (WORDS.encode(), None),
        (WORDS.encode(), "iso-8859-1"),
        (WORDS.encode("cp1252"), "iso-8859-1"),
        (WORDS.encode("utf-8-sig"), "utf-16"),
        (WORDS.encode("utf-16"), None),
        (WORDS.encode("utf-16-le"), "utf-16le"),
        (b"<meta charset=windows-1252>" + WORDS.encode("cp1252"), None),
        (b"<?xml version='1.0' encoding='windows-1252'?>" + WORDS.encode("cp1252"), "no-such-charset"),
        (WORDS.encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found_from_mark_header_and_declaration(body: bytes, charset: str | None) -> None:
    text, warnings = decode(Page(url="", body=body, charset=charset))
    assert text.endswith(WORDS)
    assert warnings == ()


def test_broken_utf8_is_read_with_replacements_and_a_warning() -> None:
    body = ("Zürich – Genève – Bâle " * 5).encode() + b"\xc3 end"
    text, warnings = decode(Page(url="", body=body, charset="utf-8"))
    assert text.endswith("\ufffd end")
    assert "broken characters" in warnings[0]


def test_an_undeclared_encoding_is_guessed_and_said() -> None:
    words = "Заседание совета перенесли на вторник из-за погоды. " * 5
    text, warnings = decode(Page(url="", body=words.encode("cp1251")))
    assert text == words
    assert "not declared" in warnings[0]


def test_a_warning_of_the_decoder_reaches_the_listing() -> None:
    body = "Zürich – Genève".encode() + b"\xc3"
    listing = read(Page(url="", body=RSS.replace(b"One", body), charset="utf-8"))
    assert listing.items[0].title.startswith("Zürich")
    assert any("broken characters" in warning for warning in listing.warnings)


def test_a_given_kind_overrules_what_the_page_looks_like() -> None:
    with pytest.raises(ReadError, match="JSON"):
        read(Page(url="", body=RSS), Kind.JSON)
