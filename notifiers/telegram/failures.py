"""How Telegram fails, as the four errors of the port. All that is matched by words stands in tables here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from notifiers.port import DeliveryError, Moved, Refused, Rejected, Unknown
from notifiers.telegram.post import ChatId, Post
from notifiers.telegram.quiet import without_tokens

NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
"""What goes wrong before the first byte of a request has left."""

CHAT_IS_CLOSED = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "peer_id_invalid",
    "user_deactivated",
    "input_user_deactivated",
)
"""Descriptions of a 400 that speak of the chat, not of this message."""

TOPIC_IS_CLOSED = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
BUTTON_IS_BAD = ("button_url_invalid", "inline keyboard button", "button_data_invalid", "button_type_invalid")
NOT_MODIFIED = "message is not modified"

_SHOWN = 200
"""Characters of a provider's words that are worth a line in the outbox."""


class Unreadable(TelegramError):
    """The server answered with something that is not the Bot API's JSON."""


def delivery_error(error: TelegramError, chat: ChatId = "") -> DeliveryError:
    """Return the port's error for what the library raised over a chat. Its text holds no token."""
    words = words_of(error)
    match error:
        case RetryAfter():
            return Refused(words, retry_after=_seconds(error.retry_after))
        case ChatMigrated():
            return Moved(str(error.new_chat_id), old=str(chat))
        case Forbidden():
            return Rejected(words, gone=True)
        case BadRequest():
            return Rejected(words, gone=_speaks_of(CHAT_IS_CLOSED, error))
        case InvalidToken():
            return Refused("Telegram does not accept this bot's token", account=True)
        case Unreadable():
            return Unknown("the answer could not be read")
        case NetworkError() if _left_us(error):
            return Unknown(words)
        case NetworkError():
            # It never left us, or something in between has trouble: no chat is the reason.
            return Refused(words, account=True)
        case _:
            return Refused(words)


def words_of(error: TelegramError) -> str:
    """Return an error's own words as one line without tokens, cut to a sane length."""
    words = str(error)
    if isinstance(error.__cause__, Unreadable):
        # The library appends the whole unreadable body; the status in front of it is enough.
        words = words.partition(". ")[0]
    return without_tokens(" ".join(words.split()))[:_SHOWN]


def lighten(post: Post, error: TelegramError) -> Post | None:
    """Return the post without what Telegram objects to, None where nothing can be left out."""
    if not isinstance(error, BadRequest):
        return None
    if post.topic is not None and _speaks_of(TOPIC_IS_CLOSED, error):
        return replace(post, topic=None)
    if post.buttons and _speaks_of(BUTTON_IS_BAD, error):
        commands = tuple(button for button in post.buttons if not button.url)
        return replace(post, buttons=() if commands == post.buttons else commands)
    return None


def is_not_modified(error: TelegramError) -> bool:
    """Say whether an edit failed only because the message reads like that already."""
    return _speaks_of((NOT_MODIFIED,), error)


def _speaks_of(descriptions: tuple[str, ...], error: TelegramError) -> bool:
    said = error.message.casefold()
    return any(description in said for description in descriptions)


def _left_us(error: NetworkError) -> bool:
    """Whether the request may have reached the server; an error without a cause is an answer of its own."""
    cause = error.__cause__
    return isinstance(cause, Exception) and not isinstance(cause, (*NEVER_SENT, Unreadable))


def _seconds(wait: int | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
