from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.identity import articles, canonical_address, day_of, id_of, kind_of, title_key
from watcher.models import Article, Item, Kind, Listing

SOURCE = "https://news.example/world/"


def read(*items: Item, url: str = SOURCE) -> tuple[Article, ...]:
    return articles(Listing(kind=Kind.HTML, items=items), url)


def kinds(article: Article) -> list[str]:
    return [kind_of(key) for key in article.keys]


@pytest.mark.parametrize(
    "variant",
    [
        "http://news.example/a/story",
        "https://www.news.example/a/story/",
        "HTTPS://News.Example:443/a/story",
        "http://news.example.:80/a/story#comments",
        "https://news.example/a/story?utm_source=rss&UTM_medium=feed&fbclid=x&mc_cid=y",
        "https://news.example/a/story/?_=1732270000&cb=17&nocache=1",
        "https://news.example/a/story/index.html",
        "https://news.example/a/%73tory",
        "https://news.example/a/./b/../story",
        "https://news.example/a/story;jsessionid=0A1B2C?ref=homepage",
        "https://news.example/a/story?PHPSESSID=abc&ts=1732270000",
        "  https://news.example/a/story?  ",
    ],
)
def test_variants_of_an_address_fold_to_one(variant: str) -> None:
    assert canonical_address(variant) == "https://news.example/a/story"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?p=1", "https://a.example/?p=2"),
        ("https://a.example/n.php?id=1", "https://a.example/n.php?id=2"),
        ("https://a.example/viewtopic.php?t=12", "https://a.example/viewtopic.php?t=13"),
        ("https://a.example/article.php?sid=812", "https://a.example/article.php?sid=813"),
        ("https://a.example/case?caseNum=7", "https://a.example/case?caseNum=8"),
        ("https://a.example/tender?ref=2026-17", "https://a.example/tender?ref=2026-18"),
        ("https://a.example/day?time=20260101", "https://a.example/day?time=20260102"),
        ("https://a.example/watch?v=abc", "https://a.example/watch?v=abd"),
        ("https://a.example/#!/story/1", "https://a.example/#!/story/2"),
        ("https://a.example/a%2Fb", "https://a.example/a/b"),
        ("https://a.example/Story", "https://a.example/story"),
        ("https://a.example:8080/s", "https://a.example/s"),
        ("https://a.example/s", "https://b.a.example/s"),
    ],
)
def test_what_may_say_which_article_is_meant_stays(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


def test_the_order_and_the_encoding_of_a_query_do_not_matter() -> None:
    assert canonical_address("http://a.example/?b=x+y&a=%c3%a9") == canonical_address(
        "http://a.example/?a=é&b=x%20y"
    )


def test_an_international_host_is_the_same_as_its_ascii_form() -> None:
    assert canonical_address("https://BÜCHER.example/x") == "https://xn--bcher-kva.example/x"


@pytest.mark.parametrize("url", ["mailto:a@b.example", "javascript:void(0)", "http://[broken", "http://a:b/"])
def test_what_is_no_http_address_comes_back_trimmed(url: str) -> None:
    assert canonical_address(f" {url} ") == url


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.example(:\d{2,4})?(/[\w%.~;=!-]{0,6}){0,4}(\?[\w%&=+.-]{0,20})?(#\S{0,5})?"
    )
)
def test_folding_an_address_twice_changes_nothing_more(url: str) -> None:
    once = canonical_address(url)
    assert canonical_address(once) == once


@given(st.text(max_size=60))
def test_any_text_can_be_folded_once_and_for_all(text: str) -> None:
    assert canonical_address(canonical_address(text)) == canonical_address(text)
    assert title_key(title_key(text)) == title_key(text)


@pytest.mark.parametrize(
    "variant",
    [
        "Seoul's 'new' plan - what is known",
        "SEOUL’S “NEW” PLAN — WHAT IS KNOWN",
        "Seoul's «new» plan – what\u00a0is known",
        'Seoul\'s "new" plan\u2009-\u200b what is  known ',
        "Ｓeoul`s 「new」 plan―what is known",
    ],
)
def test_typography_plays_no_part_in_a_title(variant: str) -> None:
    assert title_key(variant) == title_key("Seoul's 'new' plan - what is known")


@pytest.mark.parametrize("one", ["«»", "—", "'"])
def test_a_title_of_punctuation_alone_still_has_a_key(one: str) -> None:
    assert title_key(one)


def test_letters_and_figures_always_count() -> None:
    assert title_key("Day 12") != title_key("Day 13")
    assert title_key("Résumé") != title_key("Resume")


def test_an_article_with_a_link_is_known_by_its_address_on_any_listing() -> None:
    (here,) = read(Item(title="A", url="https://www.news.example/a/?utm_source=x"))
    (there,) = read(Item(title="B", url="http://news.example/a"), url="https://other.example/")
    assert here.id == there.id == id_of(here.keys[0])
    assert kinds(here) == ["address", "entry", "title"]
    assert len(here.id) == 20


def test_a_title_alone_belongs_to_its_listing() -> None:
    (here,) = read(Item(title="Weekly update"))
    (same,) = read(Item(title="“Weekly Update”", labels=("Podcast",)), url="http://www.news.example/world")
    (there,) = read(Item(title="Weekly update"), url="https://other.example/")
    assert here.id == same.id != there.id


def test_a_guid_is_stronger_than_the_address() -> None:
    (one,) = read(Item(title="A", url="https://news.example/a", guid="4711"))
    (two,) = read(Item(title="A", url="https://news.example/b", guid="4711"))
    assert one.id == two.id
    assert kinds(one)[:2] == ["guid", "address"]


def test_a_bare_guid_belongs_to_its_listing_and_a_tag_to_the_world() -> None:
    other = "https://other.example/"
    assert read(Item(title="A", guid="1"))[0].id != read(Item(title="A", guid="1"), url=other)[0].id
    tag = Item(title="A", guid="tag:news.example,2026:1")
    assert read(tag)[0].id == read(tag, url=other)[0].id


def test_a_guid_that_is_the_link_gives_the_id_of_the_link() -> None:
    (feed,) = read(Item(title="A", url="https://proxy.example/1", guid="http://news.example/a/"))
    (page,) = read(Item(title="A", url="https://news.example/a"))
    assert feed.id == page.id


def test_guids_that_differ_only_by_fragment_stay_apart() -> None:
    status = "https://status.example/"
    found = read(*(Item(title="Up again", url=status, guid=f"{status}#{n}") for n in range(3)), url=status)
    assert len({article.id for article in found}) == 3


def test_a_link_that_several_titles_share_is_no_identity() -> None:
    found = read(*(Item(title=title, url="https://court.example/docket/1") for title in ("Order", "Motion")))
    assert len(found) == 2
    assert [kinds(article)[0] for article in found] == ["entry", "entry"]


def test_a_link_shared_under_several_guids_is_no_identity_even_for_one_title() -> None:
    found = read(*(Item(title="Order", url="https://court.example/1", guid=guid) for guid in "ab"))
    assert [kinds(article)[0] for article in found] == ["guid", "guid"]


def test_a_guid_that_all_items_share_is_no_identity() -> None:
    found = read(*(Item(title=t, url=f"https://news.example/{t}", guid="feed") for t in "ab"))
    assert [kinds(article)[0] for article in found] == ["address", "address"]


def test_a_link_to_the_listing_itself_is_no_identity() -> None:
    (article,) = read(Item(title="A", url=SOURCE + "#top"))
    assert kinds(article) == ["title"]


def test_true_duplicates_collapse_to_the_first_and_the_order_stays() -> None:
    a, b = Item(title="A", url="https://news.example/a"), Item(title="B", url="https://news.example/b")
    found = read(b, a, Item(title="“A”", url="https://news.example/a?utm_source=x", summary="again"), b)
    assert [article.title for article in found] == ["B", "A"]
    assert found[1].summary == ""


def test_a_title_that_recurs_on_other_days_is_several_articles() -> None:
    found = read(*(Item(title="Weekly roundup", published=date(2026, 11, day)) for day in (15, 8, 1, 8)))
    assert [day_of(article.published) for article in found] == [
        date(2026, 11, 15),
        date(2026, 11, 8),
        date(2026, 11, 1),
    ]
    assert len({article.id for article in found}) == 3
    assert found[2].id == read(Item(title="Weekly roundup"))[0].id


def test_an_item_without_anything_to_be_known_by_is_no_article() -> None:
    assert read(Item(title=" ")) == ()


@pytest.mark.parametrize(
    "url", ["http://[broken", "http://a:b/", "javascript:void(0)", "#", "mailto:a@b.example"]
)
def test_a_link_that_leads_nowhere_is_no_identity(url: str) -> None:
    (article,) = read(Item(title="A", url=url))
    assert article.id == read(Item(title="A"))[0].id


@given(
    st.lists(
        st.builds(
            Item,
            title=st.text(max_size=5),
            url=st.none() | st.text(max_size=12) | st.sampled_from(["http://[", "http://a.example/1", "//b"]),
            guid=st.none()
            | st.text(max_size=5)
            | st.sampled_from(["http://[", "http://a.example/1", "tag:1"]),
            published=st.none() | st.dates(),
        ),
        max_size=6,
    )
)
def test_whatever_a_listing_holds_its_articles_have_ids_of_their_own(items: list[Item]) -> None:
    found = read(*items)
    assert len({article.id for article in found}) == len(found) <= len(items)
    assert all(article.id == id_of(article.keys[0]) for article in found)


def test_a_guid_that_is_the_address_of_another_item_makes_one_article_of_the_two() -> None:
    linked = Item(title="Storm closes port", url="https://news.example/storm")
    named = Item(title="Ferry opens", url="https://news.example/ferry", guid="https://news.example/storm")
    (article,) = read(linked, named)
    assert article.title == "Storm closes port"
    assert article.keys == (
        *read(linked)[0].keys,
        *(k for k in read(named)[0].keys if k not in article.keys[:3]),
    )


@given(
    st.lists(
        st.builds(
            Item,
            title=st.text("abc ", max_size=4),
            url=st.none() | st.sampled_from("abcd").map(lambda letter: f"https://news.example/{letter}"),
            guid=st.none() | st.text("ab", max_size=2),
            published=st.none() | st.just(date(2026, 11, 22)),
        ),
        max_size=5,
    )
)
def test_items_have_the_same_keys_beside_others_that_share_nothing_with_them(items: list[Item]) -> None:
    others = [Item(title="Storm closes port", url=f"https://news.example/{n}") for n in range(2)]
    assert read(*items, *others)[:-2] == read(*items)
