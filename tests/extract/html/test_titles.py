"""What a headline looks like by its form."""

from __future__ import annotations

import pytest

from watcher.extract.html.titles import is_date, worth


@pytest.mark.parametrize(
    "text",
    [
        "on March 4, 2016",
        "11.3.2016",
        "2024-05-25",
        "25 мая 2024",
        "2024年3月20日",
        "Posted 3 June 2018",
        "18 marzo, 2016",
    ],
)
def test_a_date_with_a_word_around_it_is_a_date_and_no_title(text: str) -> None:
    assert is_date(text)
    assert worth(text) == 0


@pytest.mark.parametrize("text", ["12 comments", "www.harbor.example", "42", "»", "editor@harbor.example"])
def test_counts_addresses_and_signs_are_hardly_worth_a_thing(text: str) -> None:
    assert worth(text) <= 0.1


def test_a_headline_outweighs_a_menu_entry_and_a_paragraph() -> None:
    headline = worth("Harbor council weighs quiet hours as freight traffic doubles")
    assert headline == 1.0
    assert worth("About us") < headline / 2
    assert worth("A sentence of a summary, which goes on. " * 10) < headline / 2


def test_an_ideograph_weighs_more_than_a_letter() -> None:
    assert worth("市政府召开第三季度经济形势分析会议") > worth("seventeen letters")
