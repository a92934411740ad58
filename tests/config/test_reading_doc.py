"""What the page about reading tells people to write works as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from tests.config.files import CONSOLE, WATCH, written
from watcher.config.loading import load
from watcher.config.selectors import SelectBlock

PAGE = (Path(__file__).parents[2] / "docs" / "reading.md").read_text(encoding="utf-8")


def test_its_configuration_loads(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (source,) = load(written(tmp_path, text + CONSOLE + WATCH), {}).sources
    assert source.select is not None
    assert source.select.item == "section.latest li"


def test_it_names_every_selector() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(SelectBlock.model_fields)
