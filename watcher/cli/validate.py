"""`watcher validate`."""

from __future__ import annotations

import os
from collections.abc import Iterator

from notifiers.registry import load as load_channel
from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.config.loading import load
from watcher.config.settings import Settings
from watcher.errors import ConfigError, Mistake, TemplateError
from watcher.render import Renderer


def validate(config: ConfigOption = CONFIG) -> None:
    """List every mistake in the configuration. Exit code 2 where there is one."""
    settings = load(config, os.environ)
    mistakes = tuple(_template_mistakes(settings))
    if mistakes:
        raise ConfigError(str(config), mistakes)
    say(f"{config}: no mistakes; {_summary(settings)}")


def _template_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Render samples for every kind of channel that is used, as the service does when it starts."""
    renderer = Renderer([settings.templates.folder] if settings.templates.folder else [])
    for kind in sorted({destination.kind for destination in settings.destinations}):
        try:
            renderer.check(kind, load_channel(kind).parts)
        except TemplateError as error:
            yield Mistake("templates.folder", str(error))


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
