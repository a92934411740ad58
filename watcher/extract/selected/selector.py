"""One selector as the configuration writes it: CSS, and after an `@` the attribute that is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cssselect import SelectorError, parse
from lxml.cssselect import CSSSelector

_ATTRIBUTE = re.compile(r"(?P<css>.*?)\s*@(?P<name>[A-Za-z_:][\w:.-]*)\s*", re.DOTALL)
_POSITION = re.compile(r" at \d+(?=>|$)")


@dataclass(frozen=True, slots=True)
class Selector:
    """A compiled selector. `css` is None where only an attribute was written: it is the record's own."""

    css: CSSSelector | None
    attribute: str | None = None


@lru_cache(maxsize=4096)
def compiled(text: str) -> Selector:
    """Compile `css`, `css@attribute` or `@attribute`. Raises `ValueError` with what is wrong."""
    found = _ATTRIBUTE.fullmatch(text)
    css, attribute = (found["css"], found["name"].lower()) if found else (text, None)
    if not css.strip():
        if attribute is None:
            raise ValueError("write a CSS selector, such as article.card or h2 > a")
        return Selector(None, attribute)
    if ":scope" in css:
        raise ValueError("selectors see the whole page: write the selector of the item for :scope")
    try:
        if any(part.pseudo_element for part in parse(css)):
            raise ValueError("a pseudo-element cannot be selected: for an attribute write @ and its name")
        return Selector(CSSSelector(css, translator="html"), attribute)
    except SelectorError as error:
        raise ValueError(f"this is no CSS: {_plainly(str(error))}") from None


def _plainly(words: str) -> str:
    """Take positions and capitals out of a library's message."""
    text = _POSITION.sub("", words).replace("<EOF>", "the end").rstrip(".")
    return text[:1].lower() + text[1:]
