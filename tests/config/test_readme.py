"""What the README tells people to write works as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.config.files import written
from tests.config.test_example import ENVIRON
from watcher.cli.commands import COMMANDS
from watcher.config.loading import load

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
CONFIGURATIONS = re.findall(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_there_is_a_configuration_for_every_channel_that_needs_an_account() -> None:
    assert all(
        f'kind = "{kind}"' in README or f"[bot.{kind}]" in README for kind in ("slack", "telegram", "email")
    )


@pytest.mark.parametrize("text", CONFIGURATIONS)
def test_every_configuration_in_it_is_complete(tmp_path: Path, text: str) -> None:
    assert load(written(tmp_path, text), ENVIRON).sources


@pytest.mark.parametrize("command", COMMANDS)
def test_it_names_every_command(command: str) -> None:
    assert f"watcher {command}" in README or f"make {command}" in README
