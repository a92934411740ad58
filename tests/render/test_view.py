"""From a claim to what templates see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from watcher import view
from watcher.models import Article, Delivery, Entry, Event, Published, SourceState, Watch
from watcher.polling.uptime import Uptime
from watcher.store.port import Claim, Stored

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
NAMES = {"times": "Harbour Times"}
WATCHES = {
    1: Watch(id=1, owner="config", query="sanctions -sport", destinations=("x",), name="Trade"),
    2: Watch(id=2, owner="config", query="title:harbour", destinations=("x",)),
}
READER = view.Reader(zone=SEOUL, now=NOW, names=NAMES, watches=WATCHES)
STRANGER = view.Reader(zone=SEOUL, now=NOW, names=NAMES)


def claim(*rows: tuple[Article, tuple[int, ...]], source: str = "times", event: Event = Event.ALERT) -> Claim:
    entries = tuple(Entry(source=source, article=article.id, watches=watches) for article, watches in rows)
    delivery = Delivery(id="d", event=event, destination="x", entries=entries, created_at=NOW, maybe_dup=True)
    stored = tuple(Stored(source=source, article=article, first_seen=NOW) for article, _ in rows)
    return Claim(delivery=delivery, articles=stored)


def article(name: str = "a", published: Published | None = None, url: str | None = None) -> Article:
    return Article(id=name, title=f"Title {name}", published=published, url=url)


def test_an_alert_names_the_source_and_the_watches_that_are_still_there() -> None:
    seen = view.alert(claim((article(), (1, 2, 9))), READER)

    (shown,) = seen.articles
    assert shown.source == "Harbour Times"
    assert [(watch.id, watch.label, watch.query) for watch in shown.watches] == [
        (1, "Trade", "sanctions -sport"),
        (2, "title:harbour", "title:harbour"),
    ]
    assert (seen.count, seen.more, seen.maybe_dup) == (1, 0, True)


def test_a_source_without_a_name_is_called_by_its_id() -> None:
    assert view.alert(claim((article(), ()), source="x-1"), STRANGER).articles[0].source == "x-1"


@pytest.mark.parametrize(
    ("published", "text"),
    [
        (None, ""),
        (date(2026, 5, 3), "3 May 2026"),
        (datetime(2026, 5, 3, 23, 30, tzinfo=UTC), "4 May 2026, 08:30"),
        (datetime(2026, 5, 3, 23, 30, tzinfo=timezone(timedelta(hours=9))), "3 May 2026, 23:30"),
        (datetime(2026, 5, 3, 23, 30), "3 May 2026, 23:30"),  # noqa: DTZ001 - a page without an offset
    ],
)
def test_times_are_told_in_the_readers_zone_and_days_as_they_are(
    published: Published | None, text: str
) -> None:
    (shown,) = view.alert(claim((article(published=published), ())), STRANGER).articles

    assert shown.published == text


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "/relative",
        "https:///nohost",
        "http://[broken",
        "https://a.example/ space",
        "https://a.example/\n",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_an_address_that_is_no_safe_link_is_left_out(url: str | None) -> None:
    assert view.alert(claim((article(url=url), ())), STRANGER).articles[0].url == ""
    assert view.safe_url(url) == ""


def test_an_address_of_the_web_stays_as_it_is() -> None:
    assert view.safe_url("https://a.example/?q=1&r=%20#x") == "https://a.example/?q=1&r=%20#x"


def test_a_digest_groups_by_watch_and_shows_the_newest_first() -> None:
    rows = [
        (article("old", date(2026, 11, 1)), (1,)),
        (article("both", datetime(2026, 11, 21, 9, 0, tzinfo=UTC)), (2, 1)),
        (article("undated"), (1,)),
        (article("other", date(2026, 11, 20)), (2,)),
        (article("orphan"), (9,)),
    ]

    seen = view.digest(claim(*rows, event=Event.DIGEST), READER)

    assert [(group.label, [shown.title for shown in group.articles]) for group in seen.groups] == [
        ("Trade", ["Title undated", "Title both", "Title old"]),
        ("title:harbour", ["Title other"]),
        ("no longer watched", ["Title orphan"]),
    ]
    assert seen.count == 5
    assert seen.date == "Sunday 22 Nov 2026"


def test_an_article_dated_in_the_future_counts_as_of_now() -> None:
    rows = [(article("fresh"), (1,)), (article("future", date(2090, 1, 1)), (1,))]

    seen = view.digest(claim(*rows, event=Event.DIGEST), READER)

    assert [shown.title for shown in seen.groups[0].articles] == ["Title fresh", "Title future"]


def test_a_digest_proves_its_silence_with_the_failing_sources_first() -> None:
    proof = view.Proof(
        since=NOW - timedelta(days=1),
        sources=[
            (
                SourceState(id="times", last_success=NOW, polls=9000, articles_read=50),
                Uptime(polls=96, failed=1, gap=timedelta(minutes=125)),
            ),
            (SourceState(id="zeta", failures=3, error="HTTP 503"), Uptime(polls=3, failed=3, gap=None)),
        ],
    )

    seen = view.digest(claim(event=Event.DIGEST), READER, proof)

    assert [(s.name, s.last_success, s.articles_read, s.polls, s.failed, s.error) for s in seen.sources] == [
        ("zeta", "never", 0, 3, 3, "HTTP 503"),
        ("Harbour Times", "22 Nov 2026, 17:00", 50, 96, 1, ""),
    ]
    assert [s.longest_gap for s in seen.sources] == ["", "2 hours 5 minutes"]
    assert (seen.failing, seen.polls, seen.since) == (1, 99, "21 Nov 2026, 17:00")


def test_a_digest_is_dated_by_the_readers_day() -> None:
    late = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)

    assert view.digest(claim(event=Event.DIGEST), replace(STRANGER, now=late)).date == "Monday 23 Nov 2026"


def test_a_notice_is_its_text() -> None:
    told = claim(event=Event.NOTICE)
    told = replace(told, delivery=replace(told.delivery, text="Source down.\nhttps://w.example/confirm/x"))

    seen = view.notice(told, READER, "https://w.example")

    assert (seen.text, seen.link) == (told.delivery.text, "https://w.example/confirm/x")
    assert view.notice(told, READER, "https://other.example").link == ""
    assert view.notice(told, READER).link == ""
