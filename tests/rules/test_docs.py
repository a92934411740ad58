"""What `docs/queries.md` says is what the parser does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from watcher.rules import CHAT_LIMITS, Field, Limits, QueryError, parse
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
