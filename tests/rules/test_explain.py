"""What an explanation tells, word for word."""

from __future__ import annotations

import pytest

from watcher.models import Article
from watcher.rules import explain, parse, read_groups

SYNONYMS, _ = read_groups({"DPRK": ["North Korea", "NK"], "sanctions": ["embargo"]})


def article(text: str) -> Article:
    title, _, summary = text.partition(" || ")
    return Article(id="a", title=title, summary=summary, authors=("Kim Park",), labels=("Trade",))


@pytest.mark.parametrize(
    ("query", "text", "told"),
    [
        ("bank", "Bank talks", "'Bank' in the title"),
        ("bank", "Banks, banks and BANKS", "'Banks' for 'bank' in the title"),
        (
            "bank*",
            "Banking || A bank",
            "'Banking' for 'bank*' in the title; 'bank' in the summary",
        ),
        ('"oil ban"', "Oil ban widened", "'Oil ban' in the title"),
        ("label:trade", "x", "'Trade' in the labels"),
        ("nk", "DPRK and NK", "'DPRK', a synonym of NK, in the title; 'NK' in the title"),
        (
            "dprk sanctions",
            "Embargo on NK",
            "'Embargo', a synonym of sanctions, in the title; 'NK', a synonym of DPRK, in the title",
        ),
        (
            "a OR b OR c OR d OR e OR f OR g OR h",
            "a b c d e f g h",
            "'a' in the title; 'b' in the title; "
            "'c' in the title; 'd' in the title; 'e' in the title; 'f' in the title; and 2 more",
        ),
    ],
)
def test_a_match_names_the_words_and_their_places(query: str, text: str, told: str) -> None:
    said = explain(parse(query, synonyms=SYNONYMS), article(text))
    assert said.matched
    assert str(said) == told


@pytest.mark.parametrize(
    ("query", "text", "told"),
    [
        ("iran", "x", "'iran' is missing"),
        ("oil iran", "Oil", "'oil' found; 'iran' is missing"),
        ("oil -football", "Oil || a football cup", "'oil' found; '-football' hit 'football' in the summary"),
        (
            "oil -(cup final)",
            "Oil cup || final",
            "'oil' found; '-(cup final)' hit 'cup' in the title and 'final' in the summary",
        ),
        ("oil (gas OR coal)", "Oil", "'oil' found; none of 'coal', 'gas' found"),
        ("oil (gas OR (coal dust))", "Oil", "'oil' found; none of '(coal dust)', 'gas' found"),
        ("title:oil", "x || Oil", "'title:oil' is missing: 'Oil' is in the summary only"),
        ("kim", "x", "'kim' is missing: 'Kim' is in the authors only"),
        ('"oil ban"', "Ban on oil", '"oil ban" is missing: its words are there, but not in a row'),
        ('"oil ban"~1', "Ban on the oil", '"ban oil"~1 is missing: its words are too far apart'),
        ('"oil ban"~1', "Ban", '"ban oil"~1 is missing'),
        ("=bank", "Banks", "'=bank' is missing: only another form of it is there"),
        ("dprk", "x", "'dprk' is missing, and so are its synonyms"),
        (
            "oil -sanctions",
            "Oil embargo",
            "'oil' found; '-sanctions' hit 'embargo', a synonym of sanctions, in the title",
        ),
    ],
)
def test_a_miss_names_what_failed_and_what_came_nearest(query: str, text: str, told: str) -> None:
    said = explain(parse(query, synonyms=SYNONYMS), article(text))
    assert not said.matched
    assert str(said) == told


def test_the_words_that_an_excluded_part_hit_are_marked_too() -> None:
    said = explain(parse("oil -(cup OR =nk)", synonyms=SYNONYMS), article("Oil for the NK cup"))
    assert said.failed == ("-=nk", "-cup")
    assert [(hit.text, hit.start, hit.end) for hit in said.hits] == [("NK", 12, 14), ("cup", 15, 18)]


def test_an_excluded_synonym_is_named_by_the_word_that_was_typed() -> None:
    assert explain(parse("oil -dprk", synonyms=SYNONYMS), article("Oil for NK")).failed == ("-DPRK",)
