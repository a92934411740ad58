"""What `docs/queries.md` says is what the parser does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.grammar import rules, sentences
from watcher.rules import CHAT_LIMITS, Field, Limits, Query, QueryError, parse
from watcher.rules.lexer import MOST_SLOP
from watcher.rules.terms import MOST_NEAR, MOST_WORDS

TEXT = (Path(__file__).parents[2] / "docs" / "queries.md").read_text("utf-8")


def section(title: str) -> str:
    return re.split(r"^## ", TEXT.split(f"\n## {title}\n")[1], maxsplit=1, flags=re.M)[0]


def rows(title: str) -> list[list[str]]:
    """Return the cells of a section's table, less its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")][2:]
    return [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines
    ]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


EXAMPLES = [example for cells in rows("In one minute") for example in quoted(cells[0])]
NORMAL = [(quoted(typed)[0], quoted(normal)[0]) for typed, normal in rows("The normal form")]
MISTAKES = re.findall(r"```\n(.+)\n( *)\^\n(.+)\n```", section("Mistakes"))


@pytest.mark.parametrize("query", EXAMPLES)
def test_every_example_is_a_query(query: str) -> None:
    assert parse(query).notes == ()


@pytest.mark.parametrize(("typed", "normal"), NORMAL)
def test_every_normal_form_is_the_one_given(typed: str, normal: str) -> None:
    assert parse(typed).normal == normal


@pytest.mark.parametrize(("query", "before", "said"), MISTAKES)
def test_every_mistake_is_refused_in_the_words_given(query: str, before: str, said: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query)
    assert (str(refused.value), refused.value.position) == (said, len(before))


GRAMMAR = rules(re.findall(r"```\n(query .+?)```", section("Grammar"), flags=re.S)[0])
WORDS = {
    "word": st.sampled_from(["kim", "U.S.", "US-ROK", "북한", "санкции", "2,000", "or", "café"]),
    "words": st.sampled_from(["kim", "cargo ship", "北朝鮮 制裁", "a - b | c (d) OR title:e"]),
    "number": st.integers(1, MOST_SLOP).map(str),
}
MEANINGLESS = "at least one word|only excludes|match nothing|stands inside|goes deeper|more than|characters"


@given(sentences(GRAMMAR, WORDS))
def test_every_sentence_of_the_grammar_is_a_query_unless_it_can_mean_nothing(text: str) -> None:
    query, said = outcome(text)
    assert query or re.search(MEANINGLESS, said)
    if query:
        assert parse(query.normal).root == query.root


def outcome(text: str) -> tuple[Query | None, str]:
    try:
        return parse(text), ""
    except QueryError as refused:
        return None, str(refused.message)


@pytest.mark.parametrize(
    "text",
    ["a OR", "| a", "(a", "a)", "()", "a -", "NOT", "title:", "=", "a =", '"a', "*", "~3", "AND a", "a AND"],
)
def test_what_the_grammar_has_not_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text)


def test_every_field_is_in_the_grammar() -> None:
    grammar = next(line for line in TEXT.splitlines() if line.startswith("field "))
    assert re.findall(r'"(\w+)"', grammar) == [str(field) for field in Field]


def test_the_limits_are_those_of_the_code() -> None:
    given = [tuple(map(int, cells[1:])) for cells in rows("Grammar")]
    config, chat = Limits(), CHAT_LIMITS
    assert given == [
        (config.length, chat.length),
        (config.terms, chat.terms),
        (config.depth, chat.depth),
        (MOST_WORDS, MOST_WORDS),
        (MOST_NEAR, MOST_NEAR),
        (MOST_SLOP, MOST_SLOP),
    ]
