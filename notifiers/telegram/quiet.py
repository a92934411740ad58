"""Keeps bot tokens out of the log: the token is a part of every address that the HTTP client logs."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"\b\d+:[A-Za-z0-9_-]{10,}|(?<=/bot)\d+:[^/\s\"']+")

_LOGGERS = ("httpx", "telegram.Bot", "telegram.request.HTTPXRequest", "telegram.request.BaseRequest")


def without_tokens(text: str) -> str:
    """Return `text` with everything shaped like a bot token replaced by `***`."""
    return _TOKEN.sub("***", text)


class _Redact(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a record that holds a token; let every record pass."""
        message = record.getMessage()
        if (clean := without_tokens(message)) != message:
            record.msg, record.args = clean, ()
        return True


_REDACT = _Redact()


def redact_logs() -> None:
    """Redact what the vendor's library and its HTTP client log. Harmless to repeat."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_REDACT)
