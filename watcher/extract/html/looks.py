"""How an element looks: its classes, without what only tells its place in a row."""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.extract.html.tree import Node

_RUN = re.compile(r"[\w-]+")
_NUMBER = re.compile(r"(?<=[^\W\d])-?\d+$|(?<=-)\d+$")
"""Counts the elements: `post-1204`. Other digits may be a name's own, as builds make them: `css-1x9f3`."""
_STATE = re.compile(r"\b(?:first|last|odd|even|active|alt|sticky)\b")


def classes(node: Node) -> str:
    """Return the classes of an element, without numbers and without words for its place in the row."""
    css = node.attrs.get("class", "")
    return _lasting(css) if css else ""


# most elements share their classes with many others
@lru_cache(maxsize=4096)
def _lasting(css: str) -> str:
    return " ".join(_RUN.sub(_stateless, css).split())


def _stateless(run: re.Match[str]) -> str:
    return _STATE.sub("", _NUMBER.sub("#", run[0]))
