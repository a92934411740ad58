"""Kind of channel → the class that serves it, imported on first use.

To add one: a module with the class, a line here, a folder of templates, a block in the example config.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from pydantic import BaseModel

from notifiers.port import Notifier, Part

KINDS = {
    "apprise": "notifiers.apprise:Apprise",
    "console": "notifiers.console:Console",
    "email": "notifiers.email:Email",
    "slack": "notifiers.slack.channel:Slack",
    "telegram": "notifiers.telegram.send:Telegram",
    "webhook": "notifiers.webhook:Webhook",
}


class Addressed(Protocol):
    """The checked options of one destination, a pydantic model of the channel's own."""

    @property
    def address(self) -> str:
        """The `to` of `Notifier.send`."""
        ...


class Channel(Protocol):
    """What a registered class offers before there is an instance of it."""

    Options: type[BaseModel]
    """The channel's keys of a `[[destinations]]` block; unknown keys are refused."""
    parts: Mapping[str, Part]
    """What its notifiers want rendered, by part name."""

    def __call__(self, options: Addressed, /) -> Notifier:
        """Make the notifier. Opens no connection yet."""
        ...


def load(kind: str) -> Channel:
    """Import and return the class for a kind. Raises `KeyError` for a kind that is not in `KINDS`."""
    module, _, name = KINDS[kind].partition(":")
    return cast("Channel", getattr(import_module(module), name))
