"""The languages of people: English as it stands in the code, the others as catalogues beside it."""

from __future__ import annotations

from functools import cache
from importlib import resources

from watcher.wording.catalogue import Catalogue
from watcher.wording.text import ENGLISH, Speech

LANGUAGES = {"en": "English", "ko": "한국어"}
"""By their tags, each under its own name."""


def speech_for(chosen: str, client: str = "") -> Speech:
    """Return the language that a chat chose, else that of its client (`ko-KR`), else English."""
    tag = chosen or client.partition("-")[0].casefold()
    return ENGLISH if tag not in LANGUAGES or tag == "en" else _catalogue(tag)


@cache
def _catalogue(tag: str) -> Catalogue:
    file = resources.files("watcher.wording").joinpath("locale", f"{tag}.po")
    return Catalogue(file.read_text("utf-8"))
