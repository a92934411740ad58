"""Writes configuration files for tests, and reads the mistakes in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from watcher.config.loading import load
from watcher.errors import ConfigError

SOURCE = '[[sources]]\nid = "news"\nurl = "https://n.example/"\n'
CONSOLE = '[[destinations]]\nname = "console"\nkind = "console"\n'
WATCH = '[[watches]]\nquery = "sanctions"\nto = ["console"]\n'
WHOLE = SOURCE + CONSOLE + WATCH
"""The shortest configuration that does something."""


def written(folder: Path, text: str) -> Path:
    """Write a configuration file and return its path."""
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> list[str]:
    """Return the mistakes in a configuration as lines, in the order they are told."""
    with pytest.raises(ConfigError) as caught:
        load(written(folder, text), environ or {})
    return [str(mistake) for mistake in caught.value.mistakes]
