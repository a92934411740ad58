"""How an element looks: its tag and classes, without those that only tell its place in a row."""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.extract.html.tree import Node

_RUN = re.compile(r"[\w-]+")
_DIGIT = re.compile(r"\d")
_STATE = re.compile(r"\b(?:first|last|odd|even|active|alt|sticky)\b")


def classes(node: Node) -> str:
    """Return the classes of an element, without numbered ones and without words for its place in the row."""
    css = node.attrs.get("class", "")
    return _lasting(css) if css else ""


# most elements share their classes with many others
@lru_cache(maxsize=4096)
def _lasting(css: str) -> str:
    return " ".join(_RUN.sub(_stateless, css).split())


def _stateless(run: re.Match[str]) -> str:
    return "" if _DIGIT.search(run[0]) else _STATE.sub("", run[0])
