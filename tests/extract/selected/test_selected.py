"""Selectors name the records and fields of a page; what they leave open is read as on any page."""

from __future__ import annotations

from datetime import date

import pytest

from watcher import extract
from watcher.errors import ReadError
from watcher.models import Item, Kind, Listing, Page, Select

CARDS = "".join(
    f"<div class='card'><i class='kick'>Trade</i><h2><a href='/story/{n}'>{title}</a></h2>"
    f"<p class='sub'>What is known so far of story {n}, in a sentence or two.</p>"
    f"<b class='who'>By Ada Lee and Kim Min</b><u class='when' data-day='2026-11-{20 - n}'>day {n}</u>"
    f"<a class='more' href='/full/{n}'>Read on</a>"
    f"<img class='pic' src='/blank.gif' data-big='/big/{n}.jpg'></div>"
    for n, title in enumerate(
        (
            "Port of Busan reopens after the storm",
            "New sanctions on shipping insurers",
            "Ferry line to Vladivostok opens in spring",
            "Customs seize a freighter off the eastern coast",
        )
    )
)
OTHERS = "".join(
    f"<li><a href='/most-read/{n}'>A most read story with number {n} in it</a></li>" for n in range(5)
)
PAGE = (
    "<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head>"
    f"<body><h1>The News</h1><ul class='most'>{OTHERS}</ul><main>{CARDS}</main>"
    "<a class='older' href='/page/2'>Earlier</a></body></html>"
)


def read(select: Select, html: str = PAGE, kind: Kind | None = None) -> Listing:
    page = Page(url="https://n.example/news/", body=html.encode(), content_type="text/html")
    return extract.read(page, kind, select)


def firsts(select: Select) -> Item:
    return read(select).items[0]


def test_the_item_alone_is_enough() -> None:
    plain = extract.read(Page(url="https://n.example/news/", body=PAGE.encode()))
    assert read(Select(item="div.card")).items == plain.items


def test_another_list_than_the_main_one_can_be_named() -> None:
    found = read(Select(item="ul.most > li"))
    assert [item.title for item in found.items] == [
        f"A most read story with number {n} in it" for n in range(5)
    ]
    assert found.items[0].url == "https://n.example/most-read/0"
    assert found.heading == "The News"
    assert found.feeds == ("https://n.example/feed",)


def test_a_title_brings_its_own_link() -> None:
    found = firsts(Select(item=".card", title="a.more"))
    assert (found.title, found.url) == ("Read on", "https://n.example/full/0")


def test_every_field_can_be_named() -> None:
    found = read(
        Select(
            item=".card",
            title="h2",
            link="a.more",
            summary="p.sub",
            author=".who",
            date=".when@data-day",
            label=".kick",
            image="img.pic@data-big",
            next_page="a.older",
        )
    )
    assert found.items[1] == Item(
        title="New sanctions on shipping insurers",
        url="https://n.example/full/1",
        summary="What is known so far of story 1, in a sentence or two.",
        authors=("Ada Lee", "Kim Min"),
        published=date(2026, 11, 19),
        labels=("Trade",),
        image="https://n.example/big/1.jpg",
    )
    assert found.next_page == "https://n.example/page/2"
    assert found.warnings == ()


def test_an_attribute_of_the_record_itself_needs_no_css() -> None:
    html = "".join(f"<a class='row' href='/{n}' data-name='Headline number {n}'>{n}</a>" for n in range(3))
    found = read(Select(item="a.row", title="@data-name", link="@href"), f"<body><div>{html}</div></body>")
    assert [(item.title, item.url) for item in found.items] == [
        (f"Headline number {n}", f"https://n.example/{n}") for n in range(3)
    ]


def test_a_title_may_stand_in_an_attribute_of_an_element_without_text() -> None:
    html = "".join(f"<div class='row'><a href='/{n}'><img alt='Headline {n}'></a></div>" for n in range(3))
    found = read(Select(item=".row", title="img@alt"), f"<body>{html}</body>")
    assert [(item.title, item.url) for item in found.items] == [
        (f"Headline {n}", f"https://n.example/{n}") for n in range(3)
    ]


def test_a_link_may_be_named_by_an_element_around_it() -> None:
    assert firsts(Select(item=".card", link="h2")).url == "https://n.example/story/0"


def test_records_that_are_not_wrapped_reach_to_the_next_one() -> None:
    rows = "".join(
        f"<h3>Headline number {n}</h3><p>What happened on day {n}, told in a sentence.</p>" for n in range(4)
    )
    found = read(Select(item="h3", summary="p"), f"<body><div>{rows}</div></body>")
    assert [item.summary for item in found.items] == [
        f"What happened on day {n}, told in a sentence." for n in range(4)
    ]


def test_a_match_inside_a_record_is_no_record() -> None:
    html = "".join(
        f"<div class='x'><div class='x'><a href='/{n}'>Headline {n}</a></div></div>" for n in range(3)
    )
    assert len(read(Select(item="div.x"), f"<body>{html}</body>").items) == 3


def test_a_record_that_lacks_the_selected_title_is_read_without() -> None:
    html = PAGE.replace(
        "<h2><a href='/story/2'>Ferry line to Vladivostok opens in spring</a></h2>",
        "<h4><a href='/story/2'>Ferry line to Vladivostok opens in spring</a></h4>",
    )
    titles = [item.title for item in read(Select(item=".card", title="h2"), html).items]
    assert titles[2] == "Ferry line to Vladivostok opens in spring"
    assert len(titles) == 4


def test_a_record_without_any_words_is_told_of() -> None:
    html = PAGE.replace("</main>", "<div class='card'><img src='/ad.png'></div></main>")
    found = read(Select(item=".card"), html)
    assert len(found.items) == 4
    assert found.warnings == ("1 of the 5 records of select.item have no title",)


@pytest.mark.parametrize("field", ["title", "link", "summary", "author", "date"])
def test_a_selector_that_finds_nothing_is_an_error_that_names_it(field: str) -> None:
    select = Select(item=".card", **{field: ".gone"})
    with pytest.raises(ReadError, match=rf"^select\.{field} found nothing in the 4 records of select\.item$"):
        read(select)


def test_an_attribute_that_is_nowhere_is_an_error_too() -> None:
    with pytest.raises(ReadError, match=r"^select\.date found nothing"):
        read(Select(item=".card", date=".when@datetime"))


def test_an_item_that_finds_nothing_says_what_is_there() -> None:
    with pytest.raises(ReadError, match=r"^select\.item found nothing; the page has 14 links$"):
        read(Select(item="article.card"))


def test_a_match_outside_of_the_records_is_none() -> None:
    with pytest.raises(ReadError, match=r"^select\.title found nothing"):
        read(Select(item=".card", title="h1"))


@pytest.mark.parametrize("field", ["label", "image", "next_page"])
def test_what_a_well_page_may_lack_is_a_warning(field: str) -> None:
    found = read(Select(item=".card", **{field: ".gone"}))
    assert len(found.items) == 4
    assert found.warnings == (f"select.{field} found nothing",)


def test_a_selected_pager_that_is_gone_leaves_no_other_next_page() -> None:
    html = PAGE.replace("</main>", "</main><a rel='next' href='/page/2'>next</a>")
    assert read(Select(item=".card"), html).next_page == "https://n.example/page/2"
    assert read(Select(item=".card", next_page=".gone"), html).next_page is None


def test_a_page_that_says_itself_that_it_is_empty_is_empty() -> None:
    html = "<body><nav><a href='/a'>A</a></nav><h1>News</h1><main><p>No articles found.</p></main></body>"
    assert read(Select(item=".card"), html).items == ()


def test_selectors_refuse_what_is_no_html() -> None:
    page = Page(url="https://n.example/feed", body=b"<rss><channel><title>x</title></channel></rss>")
    with pytest.raises(ReadError, match=r"^selectors need an HTML page; this one is rss$"):
        extract.read(page, None, Select(item="item"))


def test_text_can_be_searched_for() -> None:
    assert len(read(Select(item=".card:contains('sanctions')")).items) == 1


def test_names_that_no_element_tree_can_hold_do_no_harm() -> None:
    html = PAGE.replace("<main>", "<main><o:p class='odd' @click='x()' :class='y'>odd \x0b text</o:p>")
    assert len(read(Select(item=".card"), html).items) == 4
    assert len(read(Select(item=".odd, .card"), html).items) == 5


def test_texts_between_many_parts_of_one_element_take_no_longer_than_other_pages() -> None:
    html = "<body><p class='x'>" + "word<script></script>" * 50_000 + "</p></body>"
    with pytest.raises(ReadError):
        read(Select(item=".none"), html)


def test_an_endless_list_is_read_to_a_bound_and_says_so() -> None:
    html = "".join(f"<p class='x'><a href='/{n}'>Headline number {n}</a></p>" for n in range(2_500))
    found = read(Select(item="p.x", title="a"), f"<body>{html}</body>")
    assert len(found.items) == 2_000
    assert found.warnings == ("the list is too long: only its first 2000 records were read",)
