"""How much dearer reading a feed is than parsing it: `python -m benchmarks.extract_feeds [FILE ...]`.

CPU time from bytes to items, beside feedparser's bare parse of the same bytes, with the sanitising off there
as it is here. Without files, feeds of 30 invented articles are read, one of them malformed, and the feeds of
the shared listings where they are.
"""

from __future__ import annotations

import argparse
import io
import statistics
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import feedparser

from benchmarks.result import Result, at_most
from benchmarks.timing import milliseconds
from watcher.extract import read
from watcher.models import Page

RUNS = 9
OF_BARE = 5
"""Times the bare parse, at most."""
SHARED = Path(__file__).parents[2] / "shared" / "listings"
STORIES = 30
_BODY = "<p>What the <b>harbour</b> plan means for those who live there &amp; work there.</p>" * 6


def made() -> dict[str, bytes]:
    """Return invented feeds, by a name for the table."""
    rss = _rss()
    return {
        "rss 2.0": rss,
        "rss 2.0, malformed": rss.replace(b"</title>", b"</titel>&nbsp;", 1),
        "atom": _atom(),
    }


def _rss() -> bytes:
    items = "".join(
        f"<item><title>Officials weigh the plan of district {n}</title><link>https://news.example/{n}</link>"
        f"<guid>https://news.example/?p={n}</guid><pubDate>{n % 28 + 1:02} Nov 2026 09:30:00 +0100</pubDate>"
        f"<dc:creator>Ann Lee</dc:creator><category>City</category>"
        f"<description><![CDATA[{_BODY}]]></description></item>"
        for n in range(STORIES)
    )
    dc = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    return f"<rss version='2.0' {dc}><channel><title>News</title>{items}</channel></rss>".encode()


def _atom() -> bytes:
    entries = "".join(
        f"<entry><title>Officials weigh the plan of district {n}</title><link href='https://news.example/{n}'/>"
        f"<id>tag:news.example,2026:{n}</id><updated>2026-11-{n % 28 + 1:02}T09:30:00+01:00</updated>"
        f"<author><name>Ann Lee</name></author><content type='html'><![CDATA[{_BODY}]]></content></entry>"
        for n in range(STORIES)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title>{entries}</feed>".encode()


def bare_parse(body: bytes) -> None:
    feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)


def measure(feeds: Mapping[str, bytes], runs: int) -> Iterator[Result]:
    """Measure each feed, print the table, and yield the median."""
    ratios = []
    spent = 0.0
    print(f"{'CPU ms a feed':40}{'bare':>8}{'whole':>8}")
    for name, body in feeds.items():
        bare = milliseconds(partial(bare_parse, body), runs)
        whole = milliseconds(partial(read, Page(url="https://news.example/feed", body=body)), runs)
        ratios.append(whole / bare)
        spent += whole
        print(f"{name:40}{bare:8.2f}{whole:8.2f}  {whole / bare:.1f}x", flush=True)
    median = statistics.median(ratios)
    print(f"median {median:.1f} times the bare parse, goal {OF_BARE}")
    yield at_most("reading a feed, to feedparser's bare parse, median", median, "x", OF_BARE)
    yield Result("reading feeds", len(feeds) / spent * 1000, "/CPU s")


def run(quick: bool) -> Iterator[Result]:
    """Measure the invented feeds and the shared ones."""
    shared = {path.name: path.read_bytes() for path in sorted(SHARED.glob("*.xml"))}
    return measure({**made(), **shared}, 3 if quick else RUNS)


def main() -> None:
    """Read the options, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    files = parser.parse_args().files
    list(measure({path.name: path.read_bytes() for path in files}, RUNS) if files else run(quick=False))


if __name__ == "__main__":
    main()
