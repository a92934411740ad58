"""Selectors as the `[sources.select]` block that goes into the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from watcher.config.fields import toml_text
from watcher.models import Select


def block(select: Select) -> Iterator[str]:
    """Yield the lines of the block."""
    yield "[sources.select]"
    yield from (f"{name} = {toml_text(css)}" for name, css in asdict(select).items() if css)
