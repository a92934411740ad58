"""Whatever is typed or published: an answer or a clear refusal, and no more work than was agreed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watcher.models import Article
from watcher.rules import CHAT_LIMITS, Limits, Matcher, Matchers, Query, QueryError, explain, matches, parse
from watcher.rules.plan import plan
from watcher.rules.straight import straight_plan
from watcher.rules.tree import normal
from watcher.rules.words import spans_of, words_of

SIGNS = [
    "(",
    ")",
    '"',
    "“",
    "-",
    "—",
    "=",
    "*",
    "|",
    "OR",
    "NOT",
    "AND",
    "~3",
    "~",
    "'",
    "’",
    "!",
    "?",
    "/",
    ".*",
    "\u2068",
    "title:",
    "author:",
    "x:",
    " ",
]
LETTERS = [
    "kim",
    "U.S.",
    "US-ROK",
    "o'brien",
    "김정은이",
    "北朝鮮",
    "санкции",
    "إيران",
    "צפון",
    "ﾐｻｲﾙ",
    "é",
    "2,000",
]
VALID = [
    '(missile OR rocket) -"cargo ship" title:kim*',
    'author:"jeongmin kim"~3 NOT (a OR b) =launch',
    "sanctions —russia | “north korea” label:(x y)",
    'ארה"ב "נשיא ארה"ב" 北朝鮮 김정은 санкции',
    "title:(missile OR =x) ='a b' U.S.–ROK $230M",
]
typed = st.lists(st.sampled_from(SIGNS + LETTERS) | st.text(max_size=3), max_size=30).map("".join)


def article(title: str, summary: str = "") -> Article:
    return Article(id="a", title=title, summary=summary)


@example("=0~300")
@given(typed | st.text(max_size=60))
def test_any_text_is_a_query_or_is_refused_at_a_place_inside_it(text: str) -> None:
    query, refused = outcome(text)
    if query is not None:
        assert parse(query.normal).root == query.root
        assert parse(query.normal).normal == query.normal
    if refused is not None:
        assert 0 <= refused.position <= len(text)
        assert str(refused.hint)
        assert len(str(refused).splitlines()) == 1


@given(st.sampled_from(VALID), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), typed), max_size=4))
def test_a_query_with_slips_of_the_finger_is_read_or_refused_at_a_place_inside_it(
    text: str, slips: list[tuple[int, int, str]]
) -> None:
    for at, dropped, put in slips:
        text = text[:at] + put[:4] + text[at + dropped :]
    query, refused = outcome(text)
    if query is not None:
        assert parse(query.normal).root == query.root
    if refused is not None:
        assert 0 <= refused.position <= len(text)
        assert len(refused.caret().splitlines()) == 2


def outcome(text: str, limits: Limits | None = None) -> tuple[Query | None, QueryError | None]:
    try:
        return parse(text, limits=limits or Limits()), None
    except QueryError as refused:
        return None, refused


@given(typed | st.text(max_size=60))
def test_every_word_of_any_text_knows_where_it_stands(text: str) -> None:
    found, spans = words_of(text), spans_of(text)
    assert len(found.words) == len(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    assert all(extra.at + extra.width <= len(found.words) for extra in found.extras)
    assert all(extra.word for extra in found.extras)


@given(typed, typed | st.text(max_size=60))
def test_an_explanation_agrees_with_the_answer_and_quotes_the_article(text: str, title: str) -> None:
    query, _ = outcome(text)
    if query is None:
        return
    said = explain(query, article(title))
    assert said.matched is matches(query, article(title))
    assert bool(said.failed) is not said.matched
    assert all(title[mark.start : mark.end] == mark.text for mark in said.marks)
    assert all(mark.text for mark in said.marks)


def groups(count: int) -> str:
    return " ".join(f"(a{n} OR b{n} OR c{n})" for n in range(count))


@pytest.mark.parametrize(
    ("text", "most"),
    [
        (groups(16), 8),
        (" OR ".join(f"({groups(2)} z{n})" for n in range(7)), 7 * 8),
        (" OR ".join(f"w{n}" for n in range(50)), 50),
        (" OR ".join(f'"a{n}-b c-d e-f"' for n in range(40)), 40 * 8),
        ('"a-b c-d e-f"~5 g-h i-j k-l', 8),
        ("a -(b c) -(d (e OR -f))", 6),
        ("a " + " ".join(f"-(b{n} -(c{n} d{n}))" for n in range(16)), 8),
        ("a -(b " + " ".join(f"(c{n} OR d{n} -e{n})" for n in range(15)) + ")", 1),
    ],
)
def test_a_watch_is_filed_under_few_conjunctions_whatever_it_asks(text: str, most: int) -> None:
    conjunctions = plan(parse(text)).conjunctions
    assert len(conjunctions) <= most
    assert all(conjunction.required for conjunction in conjunctions)


def filled(texts: list[str]) -> Matcher:
    matcher = Matcher([article("hot warm"), article("hot")])
    for watch_id, text in enumerate(texts, 1):
        matcher.add(watch_id, parse(text))
    return matcher


def test_watches_that_miss_their_second_word_are_not_looked_at() -> None:
    matcher = filled([f"hot rare{n}" for n in range(2000)])
    assert matcher.candidates(article("hot news")) == 0
    assert sorted(matcher.match(article("hot rare7"))) == [8]
    assert matcher.candidates(article("hot rare7")) == 1


def test_watches_for_a_phrase_are_looked_at_only_where_it_stands() -> None:
    matcher = filled([f'"hot warm{n}"' for n in range(500)])
    assert matcher.candidates(article("hot news warm7")) == 0
    assert sorted(matcher.match(article("a hot warm7 day"))) == [8]


def test_watches_that_ask_for_the_same_are_all_met() -> None:
    matcher = filled(["hot warm", "warm hot", "WARM (hot)", "warm AND hot", "hots warmed"])
    assert sorted(matcher.match(article("hot warm"))) == [1, 2, 3, 4, 5]


def test_a_changed_watch_answers_for_its_new_query_alone() -> None:
    matcher = filled(["kim"])
    matcher.add(1, parse("park"))
    assert sorted(matcher.match(article("kim"))) == []
    assert sorted(matcher.match(article("park"))) == [1]
    assert len(matcher) == 1


def test_removing_a_watch_leaves_those_that_share_its_rule() -> None:
    matcher = filled(["kim park", "park kim"])
    matcher.remove(1)
    assert sorted(matcher.match(article("kim park"))) == [2]


def test_a_watch_that_asks_for_the_same_atoms_twice_comes_and_goes_whole() -> None:
    matcher = filled(['hot OR hot -("hot warm"~1)'])
    assert sorted(matcher.match(article("hot warm"))) == [1]
    matcher.remove(1)
    assert sorted(matcher.match(article("hot warm"))) == []


def test_the_first_of_several_matchers_is_the_one_given_with_its_sample() -> None:
    first = filled([])
    Matchers(first).add(1, parse("hot rare"))
    assert len(first) == 1


def test_removing_an_unknown_watch_is_an_error() -> None:
    with pytest.raises(KeyError):
        Matcher().remove(9)


@pytest.mark.parametrize(("language", "met"), [("english", False), ("french", True)])
def test_a_query_without_a_language_is_read_in_that_of_the_article(language: str, met: bool) -> None:
    query, news = parse("nationale"), article("les nationaux")
    assert matches(query, news, language=language) is met
    assert explain(query, news, language=language).matched is met
    assert matches(parse("nationale", language="french"), news, language=language)


def test_watches_of_several_languages_stem_the_same_article_each_in_its_own() -> None:
    matcher = Matcher()
    matcher.add(1, parse("nationale", language="french"))
    matcher.add(2, parse("nationale"))
    assert sorted(matcher.match(article("les nationaux"))) == [1]
    assert sorted(matcher.match(article("assemblee nationale"))) == [1, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kim  park", "PARK kim"),
        ("kim AND park", "park kim"),
        ("a|b", "B OR a"),
        ("“north korea”", '"North  Korea"'),
        ("—russia kim", "kim -russia"),
        ("kim NOT (a OR b)", "kim -b -a"),
        ("title:(a OR b)", "title:b OR title:a"),
        ("café", "cafe"),
        ("U.S.", "us"),
        ("US–ROK", "us-rok"),
        ("ＮＫ", "nk"),
        ("=kim", '"kim"'),
        ("((kim))", "kim"),
        ("kim kim", "kim"),
        ("NOT NOT kim", "kim"),
        ('"a b"~3', '"b a"~3'),
        ("ki​m", "kim"),
    ],
)
def test_equal_queries_have_equal_normal_forms(one: str, other: str) -> None:
    assert parse(one).normal == parse(other).normal
    assert parse(one).root == parse(other).root


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kim", "=kim"),
        ("kim", "kim*"),
        ("kim", "title:kim"),
        ('"a b"', "a b"),
        ('"a b"~3', '"a b"~4'),
        ("a b", "a OR b"),
        ("a OR b c", "(a OR b) c"),
    ],
)
def test_different_queries_have_different_normal_forms(one: str, other: str) -> None:
    assert parse(one).normal != parse(other).normal


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("missile or rocket", 'I look for the word "or"; write OR to join words with it.'),
        (
            "title:sanctions -title:sanction",
            "`title:sanctions` and `title:sanction` are forms of one word, so nothing may meet both; "
            "write `-title:=sanction` to exclude that form alone.",
        ),
        ("a OR b -c", "An exclude counts for its side of the OR only: I read `a OR (b -c)`."),
    ],
)
def test_what_may_have_been_meant_otherwise_is_said(text: str, note: str) -> None:
    assert [*map(str, parse(text).notes)] == [note]


def test_a_plain_query_has_no_notes() -> None:
    assert parse("missile (rocket OR drone) -film").notes == ()


def test_chats_may_type_less_than_a_config() -> None:
    assert (CHAT_LIMITS.length, CHAT_LIMITS.terms) == (200, 10)
    assert Limits().length > CHAT_LIMITS.length
    assert isinstance(parse(" ".join(f"w{n}" for n in range(10)), limits=CHAT_LIMITS), Query)


plain_words = st.sampled_from(
    ["kim", "Kim", "kims", "U2", "or", "OR", "ＯＲ", "NOT", "北朝鮮", "김정은이", "é", "9a", "צפון", "²"]
) | st.text("ab1_é北", min_size=1, max_size=3)
plain_terms = plain_words | st.lists(plain_words, max_size=3).map(" ".join).map('"{}"'.format)
plain_items = st.one_of(
    plain_terms,
    plain_terms.map("-{}".format),
    st.lists(plain_terms, min_size=1, max_size=3).map(" OR ".join).map("({})".format),
)


@given(
    st.lists(plain_items, max_size=5).map(" ".join) | st.lists(plain_terms, max_size=4).map(" OR ".join),
    st.sampled_from([CHAT_LIMITS, Limits(), Limits(terms=3), Limits(depth=1), Limits(depth=0)]),
)
def test_a_plain_query_is_read_as_the_grammar_reads_it(text: str, limits: Limits) -> None:
    # A space in front is more than plain, and changes nothing.
    quick, full = outcome(text, limits), outcome(f" {text}", limits)
    for one, other in zip(quick, full, strict=True):
        assert type(one) is type(other)
    if quick[0] and full[0]:
        for name in ("root", "normal", "notes", "language"):
            assert getattr(quick[0], name) == getattr(full[0], name)
        assert normal(quick[0].root) == normal(full[0].root)
        mine, theirs = plan(quick[0]), plan(full[0])
        assert mine.conjunctions == theirs.conjunctions
        assert (mine.rest and mine.rest.root) == (theirs.rest and theirs.rest.root)
    if straight := straight_plan(text, "english", limits):
        assert full[0]
        said = plan(full[0])
        assert (set(straight.conjunctions), straight.rest) == (set(said.conjunctions), said.rest)
