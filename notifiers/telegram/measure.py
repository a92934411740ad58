"""How long a text is to Telegram."""

from __future__ import annotations

import html
import re

from notifiers.measure import utf16_units

_TAG = re.compile(r"<[^>]*>")


def visible_units(text: str) -> int:
    """Return the length of Telegram HTML after entity parsing, in UTF-16 code units.

    Telegram allows 4096 "characters after entities parsing" and counts offsets in UTF-16 code units
    (https://core.telegram.org/bots/api#sendmessage, #messageentity).
    """
    return utf16_units(html.unescape(_TAG.sub("", text)))
