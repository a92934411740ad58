"""What several commands share: the configuration that they work with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from watcher.config.example import example_path
from watcher.config.loading import load
from watcher.config.settings import Settings

ConfigOption: TypeAlias = Annotated[
    Path, typer.Option("--config", "-c", envvar="WATCHER_CONFIG", help="The configuration file.")
]

CONFIG = Path("config.toml")
"""Where the configuration is unless `--config` or WATCHER_CONFIG says otherwise."""


def load_or_example(config: Path, *, secrets: bool = True) -> Settings:
    """Load the configuration; where there is none at its usual place, the example, kept in this folder.

    Commands that send nothing do without `secrets`, which only the service may know.
    """
    if config == CONFIG and not config.exists():
        return load(example_path(), os.environ, folder=Path(), secrets=secrets)
    return load(config, os.environ, secrets=secrets)
