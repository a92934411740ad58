"""What is read again, what in full, and what is remembered for how long."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher import extract
from watcher.errors import ReadError
from watcher.extract.again import ReadingAgain
from watcher.extract.again.around import is_unread
from watcher.extract.html import parse
from watcher.models import Kind, Page, Select

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HEAD = "<html><head><title>News</title></head><body><nav><a href=/>Home</a></nav><main><h1>News</h1><ul>"
TAIL = "</ul></main><footer><a href=/imprint>Imprint</a></footer></body></html>"


def record(number: int, said: str = "") -> str:
    return (
        f"<li class=story><h2><a href=/news/story-{number}>The council weighs harbour plan {number}</a></h2>"
        f"<p>What is planned for those who live there, and when it begins. {said}</p></li>"
    )


def page(numbers: Sequence[int], *, head: str = HEAD, tail: str = TAIL, minutes: int = 0) -> Page:
    body = head + "".join(map(record, numbers)) + tail
    return Page(url="https://news.example/", body=body.encode(), fetched_at=NOW + timedelta(minutes=minutes))


def taught(head: str = HEAD) -> ReadingAgain:
    """A memory that has learned from a page."""
    reading = ReadingAgain()
    for numbers in (range(20, 0, -1), range(21, 1, -1)):
        reading.read("s", page(numbers, head=head))
    return reading


def is_read_again(reading: ReadingAgain, now: Page) -> bool:
    before = reading.again
    assert reading.read("s", now) == extract.read(now)
    return reading.again > before


def test_new_edited_and_gone_records_are_read_again() -> None:
    reading = taught()
    assert is_read_again(reading, page(range(22, 2, -1)))
    assert is_read_again(reading, page([25, 24, *range(22, 4, -1)]))
    assert is_read_again(reading, page([4, *range(22, 4, -1)]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("</head>", "<script>var at = {};</script></head>"),
        ("<html>", "<!-- made in {} ms --><html>"),
        ("</head>", "<link rel=stylesheet href=/style-{}.css></head>"),
        ("<main>", "<input type=hidden name=token value={}><main>"),
    ],
)
def test_what_the_reader_never_sees_may_change_around_the_records(before: str, after: str) -> None:
    reading = taught(head=HEAD.replace(before, after.format(1)))
    assert is_read_again(reading, page(range(22, 2, -1), head=HEAD.replace(before, after.format(2))))


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (HEAD.replace("<h1>News", "<h1>Other news"), TAIL),
        (HEAD.replace("<title>", "<base href=https://other.example/><title>"), TAIL),
        (HEAD.replace("<main>", "<main hidden>"), TAIL),
        (HEAD, TAIL.replace("Imprint", "Next")),
        (HEAD, ""),
        (HEAD, TAIL.replace("</main>", "<p>Sorry, nothing was found.</p></main>")),
    ],
)
def test_what_the_reader_sees_around_the_records_is_read_in_full(head: str, tail: str) -> None:
    assert not is_read_again(taught(), page(range(22, 2, -1), head=head, tail=tail))


@pytest.mark.parametrize(
    "said",
    ["<!--", "<b>", "</p></li><li>", "<script>", "<a href='", "<h1>More</h1>", "<a href=/2>Next</a>", "<hr>"],
)
def test_a_record_that_is_not_like_the_others_is_read_in_full(said: str) -> None:
    now = page(range(22, 2, -1))
    strange = replace(now, body=now.body.replace(record(22).encode(), record(22, said).encode()))
    assert not is_read_again(taught(), strange)


def test_a_time_told_from_now_is_told_anew() -> None:
    reading = ReadingAgain()
    pages = [page(range(last, last - 20, -1), minutes=last) for last in (20, 21, 22)]
    told = [replace(p, body=p.body.replace(b"</p>", b"</p><time>3 hours ago</time>")) for p in pages]
    for one in told:
        assert reading.read("s", one) == extract.read(one)
    assert reading.again == 1


def test_after_a_day_a_page_is_read_in_full() -> None:
    assert is_read_again(taught(), page(range(22, 2, -1), minutes=24 * 60 - 1))
    assert not is_read_again(taught(), page(range(22, 2, -1), minutes=24 * 60))


def test_when_half_of_the_records_are_new_a_page_is_read_in_full_once() -> None:
    reading = taught()
    assert is_read_again(reading, page(range(31, 11, -1)))
    assert not is_read_again(reading, page(range(32, 12, -1)))
    assert is_read_again(reading, page(range(42, 22, -1)))
    assert not is_read_again(reading, page(range(43, 23, -1)))
    assert is_read_again(reading, page(range(44, 24, -1)))


def test_a_source_under_selectors_and_a_page_of_another_kind_are_read_in_full() -> None:
    reading, now = taught(), page(range(22, 2, -1))
    assert reading.read("s", now, select=Select(item="li", title="a")).items[0].title.endswith("22")
    text = replace(
        now, body=b"\n".join(b"2026-11-%02d The harbour plan, part %d" % (n, n) for n in range(1, 9))
    )
    assert reading.read("s", text, Kind.TEXT) == extract.read(text, Kind.TEXT)
    assert reading.again == 0


def test_an_unreadable_page_is_an_error_and_nothing_is_forgotten() -> None:
    reading = taught()
    with pytest.raises(ReadError):
        reading.read("s", replace(page([]), body=b"<html><body><h1>Log in</h1><input type=password></body>"))
    assert is_read_again(reading, page(range(22, 2, -1)))


def test_the_sources_not_asked_for_longest_are_forgotten() -> None:
    reading = ReadingAgain(largest=40_000)
    for source in "abcdef":
        for numbers in (range(20, 0, -1), range(21, 1, -1)):
            reading.read(source, page(numbers))
    assert 0 < reading.size <= 40_000
    reading.read("f", page(range(22, 2, -1)))
    assert reading.again == 1
    reading.read("a", page(range(22, 2, -1)))
    assert reading.again == 1


def test_no_attribute_that_may_change_unseen_is_read_outside_of_records() -> None:
    inside = {"fields.py", "when.py", "target.py"}
    for path in Path(parse.__file__ or "").parent.glob("*.py"):
        names = {n.value for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Constant)}
        read = {n for n in names if isinstance(n, str) and is_unread("div", n, {})}
        assert path.name in inside or read <= {"style"}, path.name
