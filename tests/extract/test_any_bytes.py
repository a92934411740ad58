"""Whatever bytes come, a reader gives a listing or says `ReadError`."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import ReadError
from watcher.extract import read
from watcher.extract.bylines import authors
from watcher.extract.dates import find, parse
from watcher.models import Kind, Page

OURS = [Kind.TEXT, Kind.RSS, Kind.ATOM, Kind.JSONFEED, Kind.JSON]
TEXTS = sorted((Path(__file__).parent.parent / "fixtures" / "text").glob("*.txt"))
PIECES = st.sampled_from(
    ["<rss version='2.0'>", "<channel>", "<item>", "<title>", "</title>", "</item>", "<![CDATA[", "]]>",
     "&amp;",
     "&#xD800;", "&x;", "<!--", "<!DOCTYPE x [<!ENTITY a 'b'>]>", '{"items": [', '{"title": "A b c"}', "]}",
     '"\\ud800"', "May 3, 2021", "Ann Lee ", "\n", "\n\n", " | ",
     "1 2 3 … 9", "News", "http://[::1", "3 hours ago", "\ufeff", "\x00", "é", "漢字", "99999999999999999999"]
)  # fmt: skip


def reads_or_refuses(body: bytes, kind: Kind | None) -> None:
    with contextlib.suppress(ReadError):
        for item in read(Page(url="https://x.example/", body=body, charset=None), kind).items:
            assert item.title
            assert item.title.encode()


@given(body=st.binary(max_size=400), kind=st.sampled_from(OURS))
def test_random_bytes_raise_nothing_but_read_error(body: bytes, kind: Kind) -> None:
    reads_or_refuses(body, kind)


@given(pieces=st.lists(PIECES, max_size=40), kind=st.sampled_from(OURS))
def test_shuffled_pieces_of_pages_raise_nothing_but_read_error(pieces: list[str], kind: Kind) -> None:
    reads_or_refuses("".join(pieces).encode(), kind)


@given(path=st.sampled_from(TEXTS), data=st.data())
def test_damaged_text_listings_raise_nothing_but_read_error(path: Path, data: st.DataObject) -> None:
    body = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=8))
        if not body:
            return
    reads_or_refuses(bytes(body), None if data.draw(st.booleans()) else Kind.TEXT)


@given(text=st.lists(PIECES | st.text(max_size=12), max_size=12).map("".join))
def test_dates_and_bylines_take_any_text(text: str) -> None:
    parse(text)
    span = find(text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)
    assert all(authors(text))


@pytest.mark.parametrize(
    "body", ["|" * 200_000, "News\n" * 30_000, "a " * 100_000, "<" * 100_000, "&" * 100_000, "[" * 50_000]
)
@pytest.mark.parametrize("kind", OURS)
def test_monotonous_bodies_come_to_an_end(body: str, kind: Kind) -> None:
    reads_or_refuses(body.encode(), kind)
