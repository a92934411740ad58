"""Any Python text as text that PostgreSQL takes, and back: NUL and lone surrogates are written out. Pure.

Broken pages and hostile feeds bring them, in titles and addresses, and so in ids and keys too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, overload

_REFUSED = re.compile(r"[\\\x00\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|\\)")


def escape(text: str) -> str:
    """Return the text with backslashes doubled, and what PostgreSQL refuses as `\\uXXXX`."""
    return _REFUSED.sub(lambda found: "\\\\" if found[0] == "\\" else f"\\u{ord(found[0]):04x}", text)


def escape_all(texts: Iterable[str]) -> list[str]:
    """Return each text escaped."""
    return [escape(text) for text in texts]


@overload
def unescape(text: str) -> str: ...
@overload
def unescape(text: None) -> None: ...
def unescape(text: str | None) -> str | None:
    """Return what was escaped."""
    if text is None or "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", text)


def to_json(value: object) -> str:
    """Return a value as JSON in ASCII, which the type `json` keeps whatever it spells. Raises `TypeError`."""
    return json.dumps(value, separators=(",", ":"))


def from_json(text: str | None) -> Any:
    """Return the value of a JSON text, None for none."""
    return None if text is None else json.loads(text)
