"""What the address of the next page is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.gap.numbering import continued, following, guesses, is_another_page

NAMED = [
    "https://n.example/news?page={n}",
    "https://n.example/news?lang=en&p={n}&sort=date#top",
    "https://n.example/2026/03/news?tx_news%5BcurrentPage%5D={n}",
    "https://n.example/api?per_page=100000&pageNumber={n}",
    "https://n.example/news/page/{n}/",
    "https://n.example/category/48/page/{n}",
    "https://n.example/news/page-{n}.html",
    "https://n.example/seite/{n}/",
    "http://127.0.0.1:8080/?paged={n}",
]
COUNTED = [
    "https://n.example/list_48_{n}.html",
    "https://n.example/news/{n}/",
    "https://n.example/news,2026,{n}.htm?id=7",
]
HOW_FAR = st.integers(1, 5000)
ADDRESSES = st.from_regex(
    r"https?://[a-z0-9.]{1,8}(:[0-9]{1,4})?(/[a-z0-9_.-]{0,6}){0,4}(\?[a-z0-9=&%\[\]_;-]{0,25})?(#[a-z0-9]{0,4})?",
    fullmatch=True,
)


@pytest.mark.parametrize("form", NAMED)
@given(number=HOW_FAR)
def test_a_named_number_is_counted_up(form: str, number: int) -> None:
    assert following(form.format(n=number), number, 10) == form.format(n=number + 1)


@given(number=HOW_FAR)
def test_pages_that_are_counted_from_zero_are_counted_up(number: int) -> None:
    form = "https://n.example/news?page={n}"
    assert following(form.format(n=number - 1), number, 10) == form.format(n=number)


@given(number=HOW_FAR, count=st.integers(1, 200), first=st.sampled_from([0, 1]))
def test_offsets_grow_by_the_size_of_a_page(number: int, count: int, first: int) -> None:
    at = first + (number - 1) * count
    assert following(f"https://n.example/a?start={at}", number, count) == (
        f"https://n.example/a?start={at + count}"
    )
    assert following(f"https://n.example/a?offset={at}&limit={count}", number, 0) == (
        f"https://n.example/a?offset={at + count}&limit={count}"
    )


@pytest.mark.parametrize("form", [*NAMED, *COUNTED])
@given(number=HOW_FAR)
def test_two_pages_in_a_row_show_the_third(form: str, number: int) -> None:
    pages = [form.format(n=n) for n in (number, number + 1, number + 2)]
    assert continued(pages[0], pages[1]) == pages[2]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        (
            "https://n.example/list_48.html",
            "https://n.example/list_48_2.html",
            "https://n.example/list_48_3.html",
        ),
        ("https://n.example/2/", "https://n.example/2/more/2", "https://n.example/2/more/3"),
        ("https://n.example/?page=01", "https://n.example/?page=02", "https://n.example/?page=03"),
    ],
)
def test_a_number_that_the_first_page_does_without_is_found_in_the_second(
    first: str, second: str, third: str
) -> None:
    assert continued(first, second) == third


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("https://n.example/category/1/", 1),
        ("https://n.example/?p=48", 1),
        ("https://n.example/2026/03/", 3),
        ("https://page1.example:1/", 1),
        ("https://n.example/news?per_page=1", 1),
        ("https://n.example/news#page/1", 1),
        ("https://n.example/news?from=20260302", 1),
    ],
)
def test_a_number_that_is_no_pages_is_left_alone(address: str, number: int) -> None:
    assert following(address, number, 10) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://n.example/?after=8123", "https://n.example/?after=7993"),
        ("https://n.example/a/1/b/1", "https://n.example/a/2/b/2"),
        ("https://n.example/old/1", "https://n.example/new/2"),
        ("https://n.example/", "https://n.example/more"),
        ("https://n.example/", "https://n.example/7"),
    ],
)
def test_two_addresses_that_do_not_count_show_nothing(first: str, second: str) -> None:
    assert continued(first, second) is None


@given(address=ADDRESSES, number=st.integers(1, 50), count=st.integers(0, 50))
def test_what_follows_any_address_differs_in_one_number_only(address: str, number: int, count: int) -> None:
    found = following(address, number, count)
    if found is not None:
        before, after = re.split(r"(\d+)", address), re.split(r"(\d+)", found)
        assert len(before) == len(after)
        changed = [index for index, part in enumerate(before) if part != after[index]]
        assert len(changed) == 1
        assert int(after[changed[0]]) > int(before[changed[0]])
        assert is_another_page(found, address)


@given(first=ADDRESSES, second=ADDRESSES)
def test_any_two_addresses_are_compared_without_a_crash(first: str, second: str) -> None:
    found = continued(first, second)
    assert found is None or found != second
    assert isinstance(is_another_page(second, first), bool)


@given(ADDRESSES)
def test_a_guess_keeps_what_the_address_asks_for(address: str) -> None:
    query = address.partition("#")[0].partition("?")[2]
    assert all(query in guess and "2" in guess and "#" not in guess for guess in guesses(address))


def test_the_likelier_guess_goes_first() -> None:
    assert guesses("https://n.example/news/") == (
        "https://n.example/news/page/2/",
        "https://n.example/news/?page=2",
    )
    assert guesses("https://n.example/news?tag=x") == (
        "https://n.example/news?tag=x&page=2",
        "https://n.example/news/page/2/?tag=x",
    )


@pytest.mark.parametrize(
    ("link", "other"),
    [
        ("https://n.example/news/", False),
        ("https://n.example/news#more", False),
        ("https://n.example/sport/", False),
        ("https://n.example/news?page=2", True),
        ("https://n.example/news?cursor=abc", True),
        ("https://n.example/search?updated-max=2026-03-02", True),
        ("https://n.example/news/page/2", True),
    ],
)
def test_another_page_has_another_number_or_query(link: str, other: bool) -> None:
    assert is_another_page(link, "https://n.example/news") is other
