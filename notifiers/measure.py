"""How long providers think a text is."""

from __future__ import annotations


def utf8_bytes(text: str) -> int:
    """Return the length in bytes of UTF-8, the unit of mail and of Telegram's button data."""
    return len(text.encode("utf-8", "surrogatepass"))


def utf16_units(text: str) -> int:
    """Return the length in UTF-16 code units, the unit of Telegram's entities and text limits."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
