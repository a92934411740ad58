from __future__ import annotations

from pathlib import Path

import pytest

from watcher.config.catalogue import sections
from watcher.config.reference import page

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"


def test_the_reference_is_what_the_models_say_today() -> None:
    stale = "run: python -m watcher.config.reference > docs/configuration.md"
    assert PAGE.read_text(encoding="utf-8") == page(), stale


@pytest.mark.parametrize(
    ("name", "key", "meaning"),
    [
        (f"{section.path} {section.kind}", key, field.description)
        for section in sections()
        for key, field in section.fields.items()
    ],
)
def test_every_option_is_explained(name: str, key: str, meaning: str | None) -> None:
    assert meaning, f"{name}: give {key} a docstring"
