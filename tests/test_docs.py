"""What the documentation says is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from watcher.bot.registry import VERBS
from watcher.cli.commands import COMMANDS
from watcher.config import load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCS = README + "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))
TOML_BLOCKS = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)

ENVIRON = {"SLACK_TOKEN": "xoxb-1", "TELEGRAM_TOKEN": "123456:abc", "SMTP_PASSWORD": "secret"}


def test_there_is_a_configuration_for_each_channel() -> None:
    assert len(TOML_BLOCKS) == 3


@pytest.mark.parametrize("block", TOML_BLOCKS)
def test_each_configuration_of_the_readme_loads_as_it_stands(block: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(block, "utf-8")
    settings = load(config, ENVIRON)
    assert settings.sources
    assert settings.destinations or settings.bot.telegram


@pytest.mark.parametrize("name", [*COMMANDS, *VERBS])
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"\b{name}\b", DOCS), f"{name} is named in neither the README nor docs/"


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", DOCS))
def test_every_link_between_files_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists() or (ROOT / "docs" / target).exists(), target


def test_the_package_is_described_as_it_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"]["watcher"] == "watcher.cli:main"
    assert project["name"] == "listing-watcher"
