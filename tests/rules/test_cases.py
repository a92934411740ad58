"""The table of `cases.txt`: what each query matches, and where, by every evaluator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from watcher.models import Article
from watcher.rules import Matcher, Query, Synonyms, explain, matches, parse, read_groups

TABLE = Path(__file__).with_name("cases.txt")
FEWEST_CASES = 150


@dataclass(frozen=True)
class Case:
    line: int
    language: str
    synonyms: Synonyms
    query: str

    @property
    def parsed(self) -> Query:
        return parse(self.query, language=self.language, synonyms=self.synonyms)

    expected: bool
    text: str


def cases() -> Iterator[Case]:
    language, query = "english", ""
    groups: dict[str, str] = {}
    for number, line in enumerate(TABLE.read_text("utf-8").splitlines(), 1):
        if line.startswith("## "):
            groups = {}
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@ "):
            name, _, others = line.removeprefix("@ ").partition("=")
            groups = {**groups, name.strip(' "'): others}
            continue
        if line.startswith("  "):
            sign, _, text = line.strip().partition(" ")
            assert sign in {"+", "-"}, f"line {number}: a case starts with + or -"
            synonyms, faults = read_groups(groups)
            assert not faults, f"line {number}: {faults}"
            yield Case(number, language, synonyms, query, sign == "+", text)
        else:
            before, named, after = line.rpartition("> ")
            language, query = (before, after) if named else ("english", line)


def article_of(text: str) -> tuple[Article, str, list[tuple[str, int, int, int]]]:
    """Return the article, its source, and the brackets as (field, index, start, end)."""
    fields: dict[str, list[str]] = {name: [] for name in ("title", "summary", "author", "label", "source")}
    marks = []
    for part in re.split(r" \|\| ", f"title: {text}"):
        name, _, value = part.partition(": ")
        for opened, found in enumerate(re.finditer(r"\[([^]]*)\]", value)):
            start = found.start() - 2 * opened
            marks.append((name, len(fields[name]), start, start + len(found[1])))
        fields[name].append(re.sub(r"[\[\]]", "", value))
    article = Article(
        id="a",
        title=fields["title"][0],
        summary=" ".join(fields["summary"]),
        authors=tuple(fields["author"]),
        labels=tuple(fields["label"]),
    )
    return article, " ".join(fields["source"]), marks


ALL = list(cases())


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"line {case.line}: {case.query}")
def test_a_query_matches_what_the_table_says(case: Case) -> None:
    query = case.parsed
    article, source, marks = article_of(case.text)
    matcher = Matcher()
    matcher.add(1, query)
    said = explain(query, article, source)
    assert matches(query, article, source) is case.expected, said
    assert sorted(matcher.match(article, source)) == ([1] if case.expected else [])
    assert said.matched is case.expected
    if marks:
        found = {(mark.field.value, mark.index, mark.start, mark.end) for mark in said.marks}
        assert found == set(marks), [mark.text for mark in said.marks]


def test_one_matcher_with_all_queries_of_the_table_answers_as_each_alone() -> None:
    asked = {(case.language, repr(case.synonyms), case.query): case for case in ALL}
    queries = {case.line: case.parsed for case in asked.values()}
    matcher = Matcher()
    for line, query in queries.items():
        matcher.add(line, query)
    for case in ALL:
        article, source, _ = article_of(case.text)
        expected = [line for line, query in queries.items() if matches(query, article, source)]
        assert sorted(matcher.match(article, source)) == expected


def test_the_table_is_as_large_as_it_is_said_to_be() -> None:
    assert len(ALL) >= FEWEST_CASES
