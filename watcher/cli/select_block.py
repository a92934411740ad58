"""Selectors as the `[sources.select]` block that goes into the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from watcher.models import Select
from watcher.toml_text import toml_text


def block(select: Select) -> Iterator[str]:
    """Yield the lines of the block."""
    yield "[sources.select]"
    yield from (f"{name} = {toml_text(css)}" for name, css in asdict(select).items() if css)
