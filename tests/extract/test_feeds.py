from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from watcher.errors import ReadError
from watcher.extract import dates, read
from watcher.extract.feed import MOST_ELEMENTS
from watcher.models import Item, Kind, Listing, Page

LISTINGS = Path(__file__).parents[3] / "shared" / "listings"


def of(body: str | object) -> Listing:
    raw = body if isinstance(body, str) else json.dumps(body)
    return read(Page(url="https://x.example/feed/", body=raw.encode()))


def test_an_rss_item_gives_every_field() -> None:
    listing = of(
        """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel><title>The &amp;amp; Feed</title>
        <item><title>Boats &amp;amp; &lt;b&gt;trains&lt;/b&gt;</title><link>/a</link>
        <guid isPermaLink="false">g1</guid>
        <dc:creator>Ann Lee, Bo Ray</dc:creator><category>Sea</category><category>Sea</category>
        <pubDate>Fri, 21 Jan 2022 16:00:05 +0000</pubDate>
        <enclosure url="/a.jpg" type="image/jpeg" length="1"/>
        <description><![CDATA[<p>They <i>leave</i>.</p><script>x()</script>]]></description></item>
        </channel></rss>"""
    )
    assert listing.kind is Kind.RSS
    assert listing.heading == "The & Feed"
    assert listing.items == (
        Item(
            title="Boats & trains",
            url="https://x.example/a",
            summary="They leave.",
            authors=("Ann Lee", "Bo Ray"),
            published=datetime(2022, 1, 21, 16, 0, 5, tzinfo=UTC),
            labels=("Sea",),
            image="https://x.example/a.jpg",
            guid="g1",
        ),
    )


@pytest.mark.parametrize("day", ["0000", "9999999999", "Fri, 99 Foo 0000"])
def test_a_date_that_is_none_costs_the_entry_nothing_but_its_date(day: str) -> None:
    listing = of(
        f"<rss version='2.0'><channel><title>T</title><item><title>Boats</title><link>/a</link>"
        f"<pubDate>{day}</pubDate></item></channel></rss>"
    )
    assert [item.title for item in listing.items] == ["Boats"]


def test_an_atom_feed_names_its_next_page() -> None:
    listing = of(
        """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="next" href="?page=2"/>
        <entry><id>tag:1</id><title>One</title><link href="one"/><updated>2024-05-01</updated>
        <author><name>Ann Lee</name></author></entry></feed>"""
    )
    assert (listing.kind, listing.next_page) == (Kind.ATOM, "https://x.example/feed/?page=2")
    assert (listing.items[0].url, listing.items[0].authors) == ("https://x.example/feed/one", ("Ann Lee",))
    assert listing.items[0].published == date(2024, 5, 1)


def test_a_cut_feed_gives_what_it_has_and_a_warning() -> None:
    listing = of(
        "<rss version='2.0'><channel><item><title>One & all</title></item><item><title>Two</title><link"
    )
    assert [item.title for item in listing.items] == ["One & all", "Two"]
    assert "malformed" in listing.warnings[0]


def test_a_feed_without_end_gives_its_first_entries_and_a_warning() -> None:
    entry = "<item><title>Ten boats leave</title><link>https://x.example/{}</link><a/><b/></item>"
    entries = "".join(entry.format(n) for n in range(MOST_ELEMENTS // 2))
    listing = of(f"<rss version='2.0'><channel><title>T</title>{entries}</channel></rss>")
    assert MOST_ELEMENTS // 6 < len(listing.items) <= MOST_ELEMENTS // 5
    assert listing.items[0].url == "https://x.example/0"
    assert listing.warnings == ("the feed has more than 15,000 elements; what follows was not read",)


def test_an_entry_without_a_title_is_named_by_its_text() -> None:
    listing = of(
        "<rss version='2.0'><channel><item><description>Just a note</description></item></channel></rss>"
    )
    assert (listing.items[0].title, listing.items[0].summary) == ("Just a note", "")


def test_rdf_is_a_feed_too() -> None:
    listing = of(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel><title>T</title></channel><item><title>One</title><link>https://x.example/1</link></item></rdf:RDF>"""
    )
    assert listing.items == (Item(title="One", url="https://x.example/1"),)


@pytest.mark.parametrize(
    "body",
    [
        "<rss version='2.0'><channel><title>T</title></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title></feed>",
        {"version": "https://jsonfeed.org/version/1", "items": []},
        {"articles": []},
        [],
    ],
)
def test_a_valid_feed_without_entries_is_an_empty_listing(body: object) -> None:
    assert of(body).items == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<rss version='2.0'><channel><title>T", "broken"),
        ("<rss version='2.0'><channel>" + "<a>" * 5000 + "</channel></rss>", "nested"),
        ("<urlset><url><loc>https://x.example/</loc></url></urlset>", "no feed"),
        ("</width>", "broken"),
        ("<!DOCTYPE rss [" + "\n" * 100_000 + "]><rss version='2.0'></rss>", "no element"),
        ("[" * 100_000 + "]" * 100_000, "nested"),
        ('{"version": "https://jsonfeed.org/version/1"}', "items"),
        ('{"a": 1}', "titles"),
        ('{"items": [{"id": 1}, {"id": 2}]}', "titles"),
        ('{"items": [}', "broken at line 1"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(body: str, reason: str) -> None:
    content_type = "application/xml" if body.startswith("<") else "application/json"
    with pytest.raises(ReadError, match=reason):
        read(Page(url="", body=body.encode(), content_type=content_type))


def test_an_entity_bomb_does_not_go_off() -> None:
    grown = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">{grown}]><rss version="2.0"><channel>'
    listing = of(f"{bomb}<item><title>&m;</title></item></channel></rss>")
    assert sum(len(item.title) for item in listing.items) < 1000


def test_a_feed_is_never_taken_for_a_file_name(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text("<rss version='2.0'><channel><item><title>secret</title></item></channel></rss>")
    with pytest.raises(ReadError):
        read(Page(url="", body=str(secret).encode()), Kind.RSS)


def test_an_id_that_is_an_address_is_the_link_of_what_has_none() -> None:
    entry = '<item rdf:about="https://x.example/2"><title>Two</title></item>'
    names = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    assert of(f"<rdf:RDF {names}><channel><title>T</title></channel>{entry}</rdf:RDF>").items[0].url == (
        "https://x.example/2"
    )
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": "https://x.example/3", "title": "A &amp; B"}],
    }
    item = of(feed).items[0]
    assert (item.url, item.title) == ("https://x.example/3", "A & B")


def test_a_feed_that_calls_its_western_text_utf8_is_read_as_western() -> None:
    item = "<item><title>Größe in Köln fällt</title></item>"
    feed = f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel>{item}</channel></rss>"
    listing = read(Page(url="", body=feed.encode("cp1252")))
    assert listing.items[0].title == "Größe in Köln fällt"


def test_a_json_feed_gives_every_field() -> None:
    listing = of(
        {
            "version": "https://jsonfeed.org/version/1.1", "title": "F", "next_url": "/feed?page=2",
            "items": [
                {"id": "1", "url": "/a", "title": "One", "content_html": "<p>Words &amp; more</p>",
                 "image": "/i.png",
                 "date_published": "2024-05-01T10:00:00Z", "authors": [{"name": "Ann Lee"}], "tags": ["sea"]},
                {"id": 2, "content_text": "Only text", "author": {"name": "Bo"}},
                {"id": "3"},
            ],
        }
    )  # fmt: skip
    assert (listing.kind, listing.next_page) == (Kind.JSONFEED, "https://x.example/feed?page=2")
    assert listing.items == (
        Item(
            title="One",
            url="https://x.example/a",
            summary="Words & more",
            authors=("Ann Lee",),
            published=datetime(2024, 5, 1, 10, tzinfo=UTC),
            labels=("sea",),
            image="https://x.example/i.png",
            guid="1",
        ),
        Item(title="Only text", authors=("Bo",), guid="2"),
    )
    assert "1 items" in listing.warnings[0]


def test_a_json_api_is_read_by_what_its_fields_hold() -> None:
    story = {
        "id": 7, "slug": "boats-leave", "headline": {"rendered": "Ten boats &amp; a tug leave"},
        "source": {"name": "The Sea"},
        "webUrl": "https://x.example/7", "thumbnail": "https://x.example/7.jpg",
        "published_at": "2024-05-01T10:00:00Z",
        "excerpt": {"rendered": "<p>They left on Monday, all of them, in the rain.</p>"},
        "authors": [{"name": "Ann Lee"}, {"name": "Bo Ray"}], "tags": [{"name": "sea"}],
        "comments": [{"text": "a b c d"}],
    }  # fmt: skip
    other = {**story, "id": 8, "headline": {"rendered": "Eleven come back"}, "webUrl": "https://x.example/8"}
    listing = of(
        {"menu": [{"label": "Home page", "url": "/"}], "response": {"results": [story, other]}, "next": "/p2"}
    )
    assert (listing.kind, listing.next_page, len(listing.items)) == (Kind.JSON, "https://x.example/p2", 2)
    assert listing.items[0] == Item(
        title="Ten boats & a tug leave",
        url="https://x.example/7",
        summary="They left on Monday, all of them, in the rain.",
        authors=("Ann Lee", "Bo Ray"),
        published=datetime(2024, 5, 1, 10, tzinfo=UTC),
        labels=("sea",),
        image="https://x.example/7.jpg",
        guid="7",
    )


@pytest.mark.skipif(not LISTINGS.is_dir(), reason="the shared listings are not beside this checkout")
@pytest.mark.parametrize("name", ["page17.xml", "page18.xml", "page19.json"])
def test_a_shared_feed_is_read_whole(name: str) -> None:
    path = LISTINGS / name
    expected = json.loads(path.with_suffix(".expected.json").read_text())["items"]
    items = read(Page(url="https://x.example/", body=path.read_bytes())).items
    assert [item.title for item in items] == [item["title"] for item in expected]
    for item, fields in zip(items, expected, strict=True):
        assert item.url == fields.get("href", item.url)
        assert item.guid == fields.get("guid", item.guid)
        assert item.published == (dates.parse(fields["date"]) if "date" in fields else item.published)
