"""Views that are hard on a template: to check templates with at start, and to preview them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from watcher.models import Event
from watcher.view.shapes import (
    AlertView,
    AlsoView,
    ArticleView,
    DigestView,
    EditedView,
    GroupView,
    NoticeView,
    PieceView,
    SourceView,
    View,
    WatchView,
)

_WATCH = WatchView(id=1, query='"export controls" OR sanctions -sport', label="Trade & sanctions")
_OTHER = WatchView(id=2, query="title:مرفأ", label="title:مرفأ")

_FULL = ArticleView(
    title="Port <script>alert(\"1\")</script> & 'harbour' 🚢 <!channel> مرفأ بيروت *bold* _x_ `y`",
    url="https://news.example/2026/11/port?a=1&b=%3C2%3E",
    summary='Two lines, "quoted" & <b>marked up</b>, 👩🏽‍🚀 and an e\u0301 made of two parts; it\'s long. '
    * 3,
    authors=("Ada O'Hara", "李 明"),
    published="22 Nov 2026, 09:30",
    published_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    labels=("Shipping & trade", "<Analysis>"),
    source="Example <News>",
    watches=(_WATCH, _OTHER),
    title_pieces=(
        PieceView("matched", "Port"),
        PieceView("same", " <script>alert(\"1\")</script> & 'harbour' 🚢 <!channel> "),
        PieceView("matched", "مرفأ"),
        PieceView("same", " بيروت *bold* _x_ `y`"),
    ),
)
_EDITED = replace(
    _FULL,
    before="Port <script>alert(\"1\")</script> & 'harbour' closed",
    changes=(
        PieceView("same", "Port <script>alert(\"1\")</script> & 'harbour'"),
        PieceView("removed", " closed"),
        PieceView("added", " 🚢 <!channel> مرفأ بيروت *bold* _x_ `y`"),
    ),
)
_OTHERS = (
    AlsoView(
        title="Harbour <shut> & quiet *now*", url="https://other.example/a?b=1&c=2", source="Wire & <Co>"
    ),
    AlsoView(title="مرفأ", url="", source="feed-2"),
)
_BARE = ArticleView(
    title="Untitled",
    url="",
    summary="",
    authors=(),
    published="",
    published_at=None,
    labels=(),
    source="feed-2",
    watches=(),
)


def _replaced(before: str, after: str) -> tuple[PieceView, ...]:
    return PieceView("removed", f"{before} "), PieceView("added", after)


_SOURCES = (
    SourceView(
        name="Broken & <tired>",
        last_success="never",
        articles_read=0,
        polls=12,
        failed=12,
        error="HTTP 503 <Service Unavailable>",
    ),
    SourceView(
        name="Example <News>",
        last_success="22 Nov 2026, 07:55",
        articles_read=50,
        polls=96,
        longest_gap="6 minutes",
        error="",
    ),
)

_SAMPLES: dict[Event, tuple[View, ...]] = {
    Event.ALERT: (
        AlertView(articles=(_FULL,), count=1, more=0, maybe_dup=False),
        AlertView(articles=(_BARE,), count=1, more=0, maybe_dup=True),
        AlertView(
            articles=(replace(_FULL, also=_OTHERS), replace(_BARE, told=_FULL.title)),
            count=5,
            more=3,
            continued=True,
            remark="“Trade & <sanctions>” has reached its 10 a day; the rest comes in your digest, at 08:00.",
            manage="https://watcher.example/manage/a.b",
            unsubscribe="https://watcher.example/unsubscribe/a.b",
            maybe_dup=False,
        ),
    ),
    Event.EDITED: (
        EditedView(article=_EDITED, maybe_dup=True),
        EditedView(
            article=replace(_BARE, before="Draft", changes=_replaced("Draft", _BARE.title)), maybe_dup=False
        ),
    ),
    Event.DIGEST: (
        DigestView(
            date="Sunday 22 Nov 2026",
            groups=(
                GroupView(
                    label=_WATCH.label, query=_WATCH.query, articles=(replace(_FULL, also=_OTHERS), _BARE)
                ),
                GroupView(label="Changed headlines", query="", articles=(_EDITED,)),
                GroupView(label="no longer watched", query="", articles=(replace(_BARE, told=_FULL.title),)),
            ),
            count=6,
            edited=1,
            more=2,
            sources=_SOURCES,
            more_sources=1,
            failing=1,
            continued=True,
            maybe_dup=True,
        ),
        DigestView(
            date="Sunday 22 Nov 2026",
            groups=(),
            count=0,
            edited=0,
            more=0,
            sources=_SOURCES[1:],
            more_sources=0,
            failing=0,
            maybe_dup=False,
        ),
        DigestView(
            date="Sunday 22 Nov 2026",
            groups=(),
            count=0,
            edited=0,
            more=0,
            sources=(),
            more_sources=0,
            failing=0,
            maybe_dup=False,
        ),
    ),
    Event.NOTICE: (
        NoticeView(text='Source "Example <News>" has failed 5 times:\nHTTP 503 & more', maybe_dup=False),
        NoticeView(text="Source feed-2 is well again.", maybe_dup=True),
        NoticeView(
            text="Confirm it, please.\n\nhttps://watcher.example/confirm/a.b",
            link="https://watcher.example/confirm/a.b",
            manage="https://watcher.example/manage/a.b",
            unsubscribe="https://watcher.example/unsubscribe/a.b",
            maybe_dup=False,
        ),
    ),
}


def samples(event: Event) -> tuple[View, ...]:
    """Return views of an event: one with everything and hostile texts, and some with parts missing."""
    return _SAMPLES[event]
