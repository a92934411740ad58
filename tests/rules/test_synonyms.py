"""Groups of words: what they widen, and what they leave alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_matcher import articles, texts
from watcher.errors import QueryError
from watcher.models import Article
from watcher.rules import CHAT_LIMITS, Limits, Matcher, Synonyms, explain, matches, parse, read_groups
from watcher.rules.plan import plan
from watcher.rules.straight import straight_plan
from watcher.rules.synonyms import MOST_MEMBERS

KOREA = {"DPRK": ["North Korea", "NK"], "ship": ["vessel", "boats"], "us": ["America"]}


def synonyms(raw: Mapping[str, object]) -> Synonyms:
    groups, faults = read_groups(raw)
    assert not faults
    return groups


def test_a_text_and_a_list_give_the_same_group() -> None:
    listed, texted = synonyms({"DPRK": ["North Korea", "NK"]}), synonyms({"DPRK": '"North Korea" = NK'})
    assert listed == texted


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (
            {"a": []},
            'is an empty group; write the words that mean the same, such as DPRK = ["North Korea", "NK"]',
        ),
        (
            {"a": ""},
            'is an empty group; write the words that mean the same, such as DPRK = ["North Korea", "NK"]',
        ),
        (
            {"a": ["A"]},
            'has only words that are the same; write others, such as DPRK = ["North Korea", "NK"]',
        ),
        ({"a": 3}, 'write the words that mean the same in quotes, such as DPRK = ["North Korea", "NK"]'),
        (
            {"a": ["b", 3]},
            'write the words that mean the same in quotes, such as DPRK = ["North Korea", "NK"]',
        ),
        ({"a": ["b*"]}, '"b*" is no word or phrase; write it without * ~ : ( ) | and without - in front'),
        ({"a": ["-b"]}, '"-b" is no word or phrase; write it without * ~ : ( ) | and without - in front'),
        ({"a": ["…"]}, '"…" is no word or phrase; write it without * ~ : ( ) | and without - in front'),
        ({"a": [f"b{n}" for n in range(MOST_MEMBERS)]}, "has 21 words and phrases; 20 is the most"),
    ],
)
def test_a_wrong_group_is_told_in_one_line(raw: dict[str, object], fault: str) -> None:
    assert read_groups(raw)[1] == (("a", fault),)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"a": ["nk"], "b": ["NK"]}, [("b", '"NK" is in the group a too, as "nk"')]),
        (
            {"a": ["sanction"], "b": ["sanctions"]},
            [("b", '"sanctions" is in the group a too, as "sanction"')],
        ),
        ({"a": ["b"], "b": ["a"]}, [("b", '"b" is in the group a too'), ("b", '"a" is in the group a too')]),
        (
            {"a": ["b"], "b": ["c"], "c": ["a"]},
            [("b", '"b" is in'), ("c", '"c" is in the group b'), ("c", '"a" is in the group a')],
        ),
    ],
)
def test_a_word_in_two_groups_and_so_every_cycle_is_told(
    raw: dict[str, object], said: list[tuple[str, str]]
) -> None:
    faults = read_groups(raw)[1]
    assert [
        (name, words[: len(start)]) for (name, words), (_, start) in zip(faults, said, strict=True)
    ] == said
    assert all("groups go both ways" in words for _, words in faults)


def test_a_wrong_group_does_not_cost_the_right_ones() -> None:
    groups, faults = read_groups({"a": [], "DPRK": ["NK"]})
    assert len(faults) == 1
    assert matches(parse("nk", synonyms=groups), Article(id="a", title="DPRK fires"))


def test_the_normal_form_is_what_was_typed() -> None:
    wide = parse("NK -ships", synonyms=synonyms(KOREA))
    assert wide.normal == parse("NK -ships").normal == "nk -ships"
    assert [*map(str, wide.notes)] == [
        "NK also finds north korea, dprk; write `=NK` for these words alone.",
        "ship also finds boats, vessel; write `=ship` for these words alone.",
    ]


def test_synonyms_do_not_count_for_the_limits() -> None:
    members = [f"m{n}" for n in range(MOST_MEMBERS - 1)]
    wide = synonyms({f"w{n}": [f"{name}x{n}" for name in members] for n in range(10)})
    typed = " ".join(f"w{n}" for n in range(10))
    assert len(typed) <= CHAT_LIMITS.length
    query = parse(typed, limits=CHAT_LIMITS, synonyms=wide)
    assert len(plan(query).conjunctions) <= MOST_MEMBERS
    met = Article(id="a", title=" ".join(f"m7x{n}" for n in range(10)))
    matcher = Matcher()
    matcher.add(1, query)
    assert sorted(matcher.match(met)) == [1]
    assert sorted(matcher.match(Article(id="a", title=met.title[:-4]))) == []


@pytest.mark.parametrize(
    "text", ["nk", "fires -NK", '"north korea" fires', "fires (launch OR boat)", "launch"]
)
def test_a_plain_query_is_read_straight_only_where_no_synonym_concerns_it(text: str) -> None:
    straight = straight_plan(text, "english", Limits())
    assert straight
    concerned = synonyms(KOREA).concern((atom.words for atom in straight.atoms()), "english")
    assert concerned is (text != "launch")


@given(texts, articles, st.sampled_from(["", "english", "french"]))
def test_a_widened_query_matches_alike_everywhere_and_is_never_refused(
    text: str, news: Article, language: str
) -> None:
    try:
        plain = parse(text, language=language)
    except QueryError:
        return
    groups = synonyms({"kim": ["café", "North Korea"], "korea": ["제재", "cargo ship"], "co-op": ["9/11"]})
    wide = parse(text, language=language, synonyms=groups)
    assert wide.normal == plain.normal
    straight = straight_plan(text, language or "english", Limits())
    if straight and not groups.concern((atom.words for atom in straight.atoms()), language or "english"):
        assert set(plan(wide).conjunctions) == set(straight.conjunctions)
    said = explain(wide, news)
    matcher = Matcher()
    matcher.add(1, wide)
    assert sorted(matcher.match(news)) == ([1] if matches(wide, news) else [])
    assert said.matched is matches(wide, news)
    if "-" not in text.replace("US-ROK", "").replace("co-op", "").replace("F-35", "") and matches(
        plain, news
    ):
        assert said.matched
