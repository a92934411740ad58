"""The languages that the bot speaks: English as it stands in the code, the others as catalogues beside it."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from importlib import resources

from watcher.bot.catalogue import Catalogue
from watcher.bot.text import Speech

LANGUAGES = {"en": "English", "ko": "한국어"}
"""By their tags, each under its own name."""
ENGLISH: Speech = NullTranslations()


def speech_for(chosen: str, client: str = "") -> Speech:
    """Return the language that a chat chose, else that of its client (`ko-KR`), else English."""
    tag = chosen or client.partition("-")[0].casefold()
    return ENGLISH if tag not in LANGUAGES or tag == "en" else _catalogue(tag)


@cache
def _catalogue(tag: str) -> Catalogue:
    file = resources.files("watcher.bot").joinpath("locale", f"{tag}.po")
    return Catalogue(file.read_text("utf-8"))
