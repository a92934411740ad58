from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.files import WHOLE, written
from watcher.cli.parameters import CONFIG, load_or_example
from watcher.errors import ConfigError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_configuration_the_example_is_used_and_its_state_is_kept_here(folder: Path) -> None:
    found = load_or_example(CONFIG)
    assert found.sources[0].id == "nknews"
    assert found.store.path.absolute() == folder / "state" / "watcher.db"


def test_a_configuration_that_is_there_is_used(folder: Path) -> None:
    written(folder, WHOLE)
    assert load_or_example(CONFIG).sources[0].id == "news"


def test_a_configuration_that_was_named_is_never_replaced_by_the_example(folder: Path) -> None:
    with pytest.raises(ConfigError, match="there is none here"):
        load_or_example(Path("mine.toml"))
