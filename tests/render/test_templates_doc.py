"""docs/templates.md lists exactly what templates may use."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from notifiers.registry import KINDS
from tests.render.helpers import parts_of
from watcher.render import tongue
from watcher.render.markup import DIALECTS, functions
from watcher.view import (
    AlertView,
    ArticleView,
    DigestView,
    EditedView,
    GroupView,
    NoticeView,
    PieceView,
    SourceView,
    WatchView,
)

DOC = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    found = re.search(rf"^#+ {title}\n(.*?)(?=^#+ |\Z)", DOC, re.DOTALL | re.MULTILINE)
    assert found, f"no section {title}"
    return found[1]


def names(view: type) -> set[str]:
    return {field.name for field in fields(view)}


def documented(title: str, column: int) -> set[str]:
    """Return the names in backticks in a column of a section's table."""
    rows = [line.split("|") for line in section(title).splitlines() if line.startswith("| ")]
    return {
        name.partition("(")[0] for row in rows for name in re.findall(r"`([a-z_]+(?:\(.*?\))?)`", row[column])
    }


@pytest.mark.parametrize(
    ("title", "view"),
    [
        ("alert", AlertView),
        ("edited", EditedView),
        ("digest", DigestView),
        ("notice", NoticeView),
        ("article", ArticleView),
    ],
)
def test_the_names_of_a_section_are_those_of_its_view(title: str, view: type) -> None:
    assert documented(title, 1) == names(view)


def test_groups_sources_and_watches_are_listed_with_all_their_fields() -> None:
    assert documented("digest", 2) == names(GroupView) | names(SourceView)
    assert names(WatchView) | names(PieceView) <= documented("article", 2)


def test_the_functions_are_all_there() -> None:
    said = tongue.functions("en", escapes=True)
    assert documented("Functions", 1) == {*functions(DIALECTS["html"]), *said, "language"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_of_each_kind_are_listed(kind: str) -> None:
    (row,) = re.findall(rf"^\| {kind} \|(.*)\|$", section("Parts"), re.MULTILINE)
    expected = {f"{name}.{DIALECTS[part.markup].suffix}" for name, part in parts_of(kind).items()}

    assert set(re.findall(r"`([a-z]+\.[a-z]+)`", row)) == expected
