"""What the documentation as a whole says is so; see also `config/test_readme.py`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from watcher.bot.registry import VERBS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCS = "".join(page.read_text("utf-8") for page in PAGES)


@pytest.mark.parametrize("name", VERBS)
def test_every_command_of_the_bot_is_documented(name: str) -> None:
    assert f"/{name}" in DOCS


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", DOCS))
def test_every_link_between_files_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists() or (ROOT / "docs" / target).exists(), target


def test_the_command_and_the_distribution_have_the_promised_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "listing-watcher"
    assert project["scripts"]["watcher"] == "watcher.cli:main"
