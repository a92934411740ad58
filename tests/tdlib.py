"""Telegram's own parser of message markup, run locally, for the loopback server to judge by."""

from __future__ import annotations

import json

from watcher.demo.receivers.telegram.chats import without_tags

try:
    import tdjson
except ImportError:  # no wheel for this platform
    HAS_TDLIB = False
else:
    HAS_TDLIB = True


def parse_html(text: str) -> str:
    """Return the visible text; raises `ValueError` in the real server's words where the markup is wrong."""
    if not HAS_TDLIB:
        return without_tags(text)
    tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')
    question = {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = json.loads(tdjson.td_execute(json.dumps(question).encode()) or b"{}")
    if answer["@type"] == "error":
        raise ValueError(answer["message"].replace("Can't", "can't", 1))
    return str(answer["text"])
