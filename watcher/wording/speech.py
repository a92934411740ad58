"""The languages of people: English as it stands in the code, the others as catalogues beside it."""

from __future__ import annotations

from functools import cache
from importlib import resources

from watcher.wording.catalogue import Catalogue
from watcher.wording.text import ENGLISH, Speech

LANGUAGES = {"en": "English", "ko": "한국어"}
"""By their tags, each under its own name."""


def language_for(chosen: str, client: str = "") -> str:
    """Return the tag chosen, else the first that a client asks for (`ko-KR,en;q=0.8`), else `en`."""
    wanted = (part.partition(";")[0].partition("-")[0].strip().casefold() for part in client.split(","))
    return next((tag for tag in (chosen, *wanted) if tag in LANGUAGES), "en")


def speech_for(chosen: str, client: str = "") -> Speech:
    """Return the language that a chat chose, else that of its client (`ko-KR`), else English."""
    tag = language_for(chosen, client)
    return ENGLISH if tag == "en" else _catalogue(tag)


@cache
def _catalogue(tag: str) -> Catalogue:
    file = resources.files("watcher.wording").joinpath("locale", f"{tag}.po")
    return Catalogue(file.read_text("utf-8"))
