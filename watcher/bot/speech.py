"""The languages that the bot speaks."""

from __future__ import annotations

from gettext import NullTranslations

from watcher.bot.text import Speech

ENGLISH: Speech = NullTranslations()


def speech_for(chosen: str, client: str) -> Speech:  # noqa: ARG001 - English is the only one yet
    """Return the language that a chat chose, else that of its client, else English."""
    return ENGLISH
