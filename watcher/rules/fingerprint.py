"""Which words and stems this code makes: what was indexed under another fingerprint must be indexed again.

Taken from the code itself, so that nobody has to remember to count a number up.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from hashlib import sha256
from importlib.resources import files

import Stemmer

_OF_WORDS = ("fold.py", "words.py", "hangul.py", "semitic.py", "document.py")
_OF_STEMS = ("stem.py", "hangul.py")


@cache
def of_words() -> str:
    """Return what changes when a text may fall apart into other words."""
    return _digest(_OF_WORDS, unicodedata.unidata_version)


@cache
def of_stems() -> str:
    """Return what changes when a word may get another stem."""
    return _digest(_OF_STEMS, str(Stemmer.version()))


def _digest(names: tuple[str, ...], *beside: str) -> str:
    made = sha256("\n".join(beside).encode())
    for name in names:
        made.update(files(__package__).joinpath(name).read_bytes())
    return made.hexdigest()[:16]
