"""`watcher validate`."""

from __future__ import annotations

import os

from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.config import Settings, load


def validate(config: ConfigOption = CONFIG) -> None:
    """List every mistake in the configuration. Exit code 2 where there is one."""
    settings = load(config, os.environ)
    say(f"{config}: no mistakes; {_summary(settings)}")


def _summary(settings: Settings) -> str:
    counts = (
        ("source", len(settings.sources)),
        ("destination", len(settings.destinations)),
        ("watch", len(settings.watches)),
    )
    return ", ".join(_counted(number, noun) for noun, number in counts)


def _counted(number: int, noun: str) -> str:
    plural = "es" if noun.endswith("ch") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"
