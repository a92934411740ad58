"""Every mistake in a query is refused with one line that says what to type, and a caret under it."""

from __future__ import annotations

import pytest

from watcher.rules import CHAT_LIMITS, Limits, QueryError, parse

FIELDS = "title: summary: author: label: source:"
REGEXES = [
    "/missile|rocket/i", "/^kim/", "missile.*launch", "sanction.*", "sanction.+", r"\bkim\b", r"\d+",
    "[a-z]+", "[A-Za-z0-9_]", "[^a]", "a{2}", "a{2,}", "(?:a|b)", "^kim$",
]  # fmt: skip
PLAIN = [
    "/news/politics/",
    "US$",
    "$230M",
    "[F-35]",
    "Yahoo!",
    "why?",
    "and/or",
    "AC/DC",
    "9/11",
    "U.S.*",
    "...",
    "kim.",
    "U.S.",
]
MISTAKES = [
    ("", 0, "I need at least one word to look for. Example: `sanctions -russia`"),
    (" \u200b ", 0, "I need at least one word to look for. Example: `sanctions -russia`"),
    ("-russia", 0, "I need at least one word to look for. Example: `sanctions -russia`"),
    ("NOT (a b)", 0, "I need at least one word to look for. Example: `sanctions -russia`"),
    (
        "a OR -b",
        5,
        "This side of the OR only excludes, so it would match all else. "
        "Exclude from a word instead: `sanctions -russia`",
    ),
    (
        "from:x kim",
        0,
        f'"from:" is not a field. I know {FIELDS}. To search the word itself use quotes: `"from:x"`',
    ),
    (
        "kim https://x.example",
        4,
        f'"https:" is not a field. I know {FIELDS}. To search the word itself use quotes: `"https://x.example"`',
    ),
    ('kim "world cup', 4, 'That quote is not closed: …`"world cup`. Example: `"world cup"`'),
    ("kim “world cup", 4, 'That quote is not closed: …`"world cup`. Example: `"world cup"`'),
    ('"', 0, 'That quote is not closed: …`"`. Example: `"world cup"`'),
    ("kim (a OR b", 4, 'That "(" is not closed. Example: `(missile OR rocket) launch`'),
    ("kim) a", 3, 'That ")" closes nothing. Take it out, or open a ( before it.'),
    ("kim ()", 4, "Those parentheses are empty. Example: `(missile OR rocket)`"),
    ("kim OR", 6, "A word is missing before the end. Example: `missile OR rocket`"),
    ("OR kim", 0, "A word is missing before OR. Example: `missile OR rocket`"),
    ("(kim |)", 6, 'A word is missing before ")". Example: `missile OR rocket`'),
    (
        "(kim OR NOT russia) -iran",
        8,
        "This side of the OR only excludes, so it would match all else. "
        "Exclude from a word instead: `sanctions -russia`",
    ),
    *(
        (
            f"kim {typed}",
            4,
            "Regular expressions are not read here. `sanction*` is any ending, `missile OR rocket` either.",
        )
        for typed in REGEXES
    ),
    ("kim !russia", 4, 'A "!" excludes nothing. Example: `sanctions -russia`'),
    ("organi?ation", 0, 'A "?" stands for no letter. Any ending: `organi*`'),
    ('"a b" ~3', 6, 'A "~" must touch the phrase before it. Example: `"missile launch"~5`'),
    ("missile~3", 0, 'A "~" goes after a phrase. Example: `"missile launch"~5`'),
    ("missile NEAR/5 launch", 8, 'Words near each other stand in quotes. Example: `"missile launch"~5`'),
    ("title:", 6, "A word is missing before the end. Example: `missile OR rocket`"),
    ("kim - russia", 4, 'A "-" must touch what it excludes. Example: `sanctions -russia`'),
    ("title:(author:kim)", 7, '"author:" stands inside "title:". Close the ( before it.'),
    ("san*tion", 3, 'A "*" goes at the end of a word. Example: `sanction*`'),
    ("s*", 0, "`s*` would match too much: give 2 letters or more. Example: `sanction*`"),
    ("kim 9/11*", 4, 'A "*" goes after a single word. Example: `sanction*`'),
    ("kim …", 4, "`…` has no letter or digit to look for. Example: `sanctions -russia`"),
    ('kim ""', 4, '`""` has no letter or digit to look for. Example: `sanctions -russia`'),
    (
        f'kim "{"a " * 33}"',
        4,
        "A phrase has 32 words or characters at most. Leave some out, or make two phrases.",
    ),
    (
        f'kim "{"a b " * 6}"~3',
        4,
        'A near phrase has 10 words at most. Example: `"missile launch"~5`',
    ),
    ("kim -kim", 5, "`kim` and `-kim` together match nothing. Take one out."),
    (
        '"a b"~',
        5,
        'The ~ after a phrase says how many other words may stand between: 1 to 50. Example: `"a b"~5`',
    ),
    (
        '"a b"~51',
        5,
        'The ~ after a phrase says how many other words may stand between: 1 to 50. Example: `"a b"~5`',
    ),
]


@pytest.mark.parametrize(("query", "position", "said"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_its_cure(query: str, position: int, said: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query)
    assert str(refused.value) == said
    assert refused.value.position == position
    assert refused.value.query == query


@pytest.mark.parametrize("typed", PLAIN)
def test_what_only_looks_a_little_like_a_regular_expression_is_words(typed: str) -> None:
    assert parse(f"kim {typed}" if typed != "..." else "kim a...").normal


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kim from:x", "kim from:x\n    ^"),
        ("北朝鮮 from:x", "北朝鮮 from:x\n       ^"),
        ("kim\nfrom:x", "kim from:x\n    ^"),
        ("김 from:x", "김 from:x\n   ^"),
        ("cafe\u0301 from:x", "cafe\u0301 from:x\n     ^"),
    ],
)
def test_the_caret_stands_in_the_column_of_the_mistake(query: str, shown: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query)
    assert refused.value.caret() == shown


def test_a_long_query_is_shown_around_the_mistake() -> None:
    with pytest.raises(QueryError) as refused:
        parse("word " * 20 + "from:x and more")
    assert refused.value.caret(around=8) == "…rd word from:x a\n         ^"


def test_the_caret_stands_under_the_mistake() -> None:
    with pytest.raises(QueryError) as refused:
        parse("kim from:x")
    assert refused.value.caret() == "kim from:x\n    ^"


def test_a_query_over_its_length_is_refused_where_it_goes_over() -> None:
    with pytest.raises(QueryError, match="has 201 characters; 200 is the most") as refused:
        parse("a" * 201, limits=CHAT_LIMITS)
    assert refused.value.position == 200


def test_a_query_of_too_many_terms_is_refused_at_the_first_too_many() -> None:
    with pytest.raises(QueryError, match="more than 10 words and phrases") as refused:
        parse("k1 k2 k3 k4 k5 k6 k7 k8 k9 k10 k11", limits=CHAT_LIMITS)
    assert refused.value.position == 31


@pytest.mark.parametrize("query", ["(((kim)))", "NOT NOT NOT kim", "title:((kim))"])
def test_a_query_deeper_than_its_limit_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="deeper than 2 parentheses and NOTs"):
        parse(query, limits=Limits(depth=2))


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'klingon' is no language of a stemmer"):
        parse("kim", language="klingon")
