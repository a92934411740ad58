"""`language` of a source and of a watch: what its words are stemmed in."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from watcher.config.suggest import did_you_mean, listed
from watcher.rules import LANGUAGES

_CODES = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""ISO 639-1 codes of the languages that there is a stemmer for."""
_BY_SCRIPT = frozenset(
    {"burmese", "chinese", "hebrew", "japanese", "khmer", "korean", "lao", "thai"}
) | frozenset({"he", "ja", "km", "ko", "lo", "my", "th", "zh"})
"""What needs no stemmer of a language: see `watcher.rules.words`."""


def parse_language(value: object) -> str:
    """Read the name of a language with a stemmer, its ISO 639-1 code, or `none`."""
    name = value.strip().casefold() if isinstance(value, str) else ""
    name = _CODES.get(name, name)
    if name in LANGUAGES:
        return name
    if name in _BY_SCRIPT:
        words = "this one needs no stemmer, and is read right whatever stands here; leave the key out"
        raise PydanticCustomError("language", "{words}", {"words": words})
    known = did_you_mean(name, LANGUAGES) or f"; known: {listed(LANGUAGES)}"
    raise PydanticCustomError("language", "there is no stemmer of this name{known}", {"known": known})


Language = Annotated[str, PlainValidator(parse_language)]
"""The name of a language, one of `watcher.rules.LANGUAGES`."""
