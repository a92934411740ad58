"""One bot at a Bot API server: the connections that sending and receiving share."""

from __future__ import annotations

import json
import logging
import os
import ssl
from functools import cache

import httpx
from telegram import (
    Bot,
    ChatMember,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.request import HTTPXRequest

from notifiers.measure import utf8_bytes
from notifiers.port import Receipt, Unknown
from notifiers.telegram.failures import Unreadable, delivery_error, is_not_modified, lighten, words_of
from notifiers.telegram.floods import Floods
from notifiers.telegram.login import Login
from notifiers.telegram.post import DATA_LIMIT, LABEL_LIMIT, Button, Post
from notifiers.telegram.quiet import redact_logs

# The library's own way to opt in to time spans; without it each 429 also raises a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

log = logging.getLogger(__name__)

_ADMINS = (ChatMember.ADMINISTRATOR, ChatMember.OWNER)
_BUTTONS_A_ROW = 3
_CONNECTIONS = 64
"""Twice what Telegram's 30 messages a second can use; the library's 256 only cost time."""


class _Line(HTTPXRequest):
    """The library's HTTP client, with an error of our own for an answer that is no JSON."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        try:
            answer = json.loads(payload)
        except ValueError:
            raise Unreadable("not JSON") from None
        if not isinstance(answer, dict) or not ("result" in answer or answer.get("ok") is False):
            raise Unreadable("not an answer of the Bot API")
        return answer


class Account:
    """Posts and edits messages as one bot. Queues nothing, repeats nothing."""

    def __init__(self, login: Login) -> None:
        redact_logs()
        self.id = int(login.token.reveal().partition(":")[0])
        """The bot's own number, the first part of its token."""
        self._floods = Floods()
        self._lines = (_line(login.timeout), _line(login.timeout))
        self.bot = Bot(
            login.token.reveal(),
            base_url=f"{login.base_url.rstrip('/')}/bot",
            request=self._lines[0],
            get_updates_request=self._lines[1],
        )

    async def post(self, post: Post) -> Receipt:
        """Send a message. Raises a `DeliveryError`.

        What Telegram objects to beside the text (a closed topic, a button) is left out and sent without.
        """
        while True:
            try:
                return await self._send(post)
            except TelegramError as error:
                lighter = lighten(post, error)
                if lighter is None:
                    raise self._floods.told(post.chat, delivery_error(error, post.chat)) from None
                log.warning("chat %s: %s; sent without it", post.chat, words_of(error))
                post = lighter

    async def edit(self, post: Post, message: int) -> None:
        """Replace the text and buttons of a message of ours. Raises a `DeliveryError`."""
        try:
            await self.bot.edit_message_text(
                text=post.html,
                chat_id=post.chat,
                message_id=message,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=not post.previews),
                reply_markup=_keyboard(post.buttons),
            )
        except TelegramError as error:
            if not is_not_modified(error):
                raise delivery_error(error, post.chat) from None

    async def edit_buttons(self, chat: int, message: int, buttons: tuple[Button, ...]) -> None:
        """Replace the buttons beneath a message of ours. Raises a `DeliveryError`."""
        try:
            await self.bot.edit_message_reply_markup(chat, message, reply_markup=_keyboard(buttons))
        except TelegramError as error:
            if not is_not_modified(error):
                raise delivery_error(error) from None

    async def name(self) -> str:
        """Return the bot's username. Raises `TelegramError`."""
        return (await self.bot.get_me()).username or str(self.id)

    async def is_admin(self, chat: int, user: int) -> bool:
        """Ask whether a user may speak for a group. Raises `TelegramError` where there is no answer."""
        try:
            member = await self.bot.get_chat_member(chat, user)
        except (BadRequest, ChatMigrated, Forbidden):
            return False
        return member.status in _ADMINS

    async def close(self) -> None:
        """Release the connections."""
        for line in self._lines:
            await line.shutdown()

    async def _send(self, post: Post) -> Receipt:
        try:
            message = await self.bot.send_message(
                chat_id=post.chat,
                text=post.html,
                message_thread_id=post.topic,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=not post.previews),
                reply_markup=ForceReply(selective=True) if post.asks else _keyboard(post.buttons),
                reply_parameters=_answer_to(post.answers),
                disable_notification=post.quiet,
            )
        except (KeyError, TypeError, ValueError):
            # An answer with `ok` whose message the library cannot read: it was most likely taken.
            raise Unknown("the answer could not be read") from None
        return Receipt(str(message.message_id))


def _line(timeout: float) -> _Line:
    return _Line(
        connection_pool_size=_CONNECTIONS,
        read_timeout=timeout,
        write_timeout=timeout,
        connect_timeout=timeout,
        pool_timeout=timeout,
        httpx_kwargs={"verify": _trust()},
    )


@cache
def _trust() -> ssl.SSLContext:
    """Reading the certificates takes 25 ms, so a hundred accounts share one reading."""
    return httpx.create_ssl_context()


def _keyboard(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    fitting = [button for button in buttons if utf8_bytes(button.data) <= DATA_LIMIT]
    if not fitting:
        return None
    keys = [
        InlineKeyboardButton(
            _short(button.label), url=button.url or None, callback_data=None if button.url else button.data
        )
        for button in fitting
    ]
    return InlineKeyboardMarkup([keys[n : n + _BUTTONS_A_ROW] for n in range(0, len(keys), _BUTTONS_A_ROW)])


def _answer_to(message: int | None) -> ReplyParameters | None:
    return None if message is None else ReplyParameters(message, allow_sending_without_reply=True)


def _short(label: str) -> str:
    return label if len(label) <= LABEL_LIMIT else f"{label[: LABEL_LIMIT - 1]}…"
