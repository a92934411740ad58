"""What the Bot API knows: chats, messages, updates that wait for the bot."""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from yarl import URL

from notifiers.measure import utf16_units
from watcher.demo.receivers.telegram import wire
from watcher.demo.receivers.telegram.wire import Json

TEXT_LIMIT = 4096

Parse: TypeAlias = Callable[[str], str]
"""Telegram HTML to visible text. Raises `ValueError` with the server's words where it is malformed."""


class ApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        self.code = code
        self.description = description
        self.parameters = parameters
        super().__init__(description)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message that a bot sent, or what an edit made of it."""

    chat: int | str
    message: int
    html: str
    """As sent."""
    text: str
    """As a person sees it."""
    topic: int | None = None
    buttons: tuple[tuple[str, str], ...] = ()
    """(label, address or callback data)."""
    asks: bool = False
    """It makes the client offer to answer."""


def without_tags(text: str) -> str:
    """Return the visible text, believing that the markup is sound."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


class Chats:
    """One bot's view of the world. Methods named like the API's take decoded fields."""

    def __init__(self, parse: Parse = without_tags) -> None:
        self.sent: list[Received] = []
        self.edits: list[Received] = []
        self.updates: list[Json] = []
        self.menus: dict[str, list[tuple[str, str]]] = {}
        """By language; the one for all others under the empty one."""
        self.webhook: tuple[str, str] | None = None
        """The address and the secret that updates are to be posted with."""
        self.admins: set[tuple[int, int]] = set()
        self.refusals: dict[int, ApiError] = {}
        self.closed_topics: set[tuple[int, int]] = set()
        self._parse = parse
        self._open_queries: set[str] = set()
        self._message_ids = itertools.count(1)
        self._update_ids = itertools.count(1001)

    # --- what people do

    def push(self, kind: str, content: Json) -> int:
        """Queue an update for the bot; return its number."""
        number = next(self._update_ids)
        self.updates.append({"update_id": number, kind: content})
        return number

    def say(self, chat: int, text: str, user: int, extra: Mapping[str, object]) -> int:
        """Queue a message as if `user` had typed it."""
        number = next(self._message_ids)
        return self.push("message", wire.message(number, chat, wire.user(user), text, extra))

    def press(self, message: Received, data: str, user: int) -> int:
        """Queue the press of a button under a message of the bot."""
        query = f"query-{len(self._open_queries)}-{next(self._message_ids)}"
        self._open_queries.add(query)
        shown = wire.message(message.message, int(message.chat), wire.BOT, message.text, {})
        content: Json = {
            "id": query,
            "from": wire.user(user),
            "chat_instance": "1",
            "data": data,
            "message": shown,
        }
        return self.push("callback_query", content)

    def set_status(self, chat: int, status: str) -> int:
        """Queue the news that the bot's own membership changed (`member`, `kicked`, `left`)."""
        bot = int(str(wire.BOT["id"]))
        before = "kicked" if status == "member" else "member"
        content: Json = {
            "chat": wire.chat(chat),
            "from": wire.user(abs(chat)),
            "date": 0,
            "old_chat_member": wire.member(bot, before),
            "new_chat_member": wire.member(bot, status),
        }
        return self.push("my_chat_member", content)

    # --- what the bot asks

    def send_message(self, fields: Mapping[str, str]) -> Json:
        """Take a message, or raise `ApiError` as the real server words it."""
        chat, topic = _chat_id(fields), int(fields.get("message_thread_id") or 0) or None
        if isinstance(chat, int) and chat in self.refusals:
            raise self.refusals[chat]
        if isinstance(chat, int) and topic and (chat, topic) in self.closed_topics:
            raise ApiError(400, "Bad Request: TOPIC_CLOSED")
        taken = self._received(fields, chat, next(self._message_ids), topic)
        self.sent.append(taken)
        return self._shown(taken, fields)

    def edit_message_text(self, fields: Mapping[str, str]) -> Json:
        """Edit a message of the bot."""
        chat, message = _chat_id(fields), int(fields["message_id"])
        versions = [m for m in (*self.sent, *self.edits) if (m.chat, m.message) == (chat, message)]
        if not versions:
            raise ApiError(400, "Bad Request: message to edit not found")
        edit = self._received(fields, chat, message, versions[-1].topic)
        if edit == versions[-1]:
            raise ApiError(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message",
            )
        self.edits.append(edit)
        return self._shown(edit, fields)

    def edit_message_reply_markup(self, fields: Mapping[str, str]) -> Json:
        """Change the buttons of a message of the bot, and leave its text."""
        chat, message = _chat_id(fields), int(fields["message_id"])
        versions = [m for m in (*self.sent, *self.edits) if (m.chat, m.message) == (chat, message)]
        if not versions:
            raise ApiError(400, "Bad Request: message to edit not found")
        return self.edit_message_text({"text": versions[-1].html, "parse_mode": "HTML", **fields})

    def answer_callback_query(self, fields: Mapping[str, str]) -> bool:
        """Answer a press, once."""
        if fields["callback_query_id"] not in self._open_queries:
            words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
            raise ApiError(400, words)
        self._open_queries.remove(fields["callback_query_id"])
        return True

    def set_my_commands(self, fields: Mapping[str, str]) -> bool:
        """Take the command menu."""
        commands = json.loads(fields["commands"])
        menu = [(command["command"], command["description"]) for command in commands]
        self.menus[fields.get("language_code", "")] = menu
        return True

    def set_webhook(self, fields: Mapping[str, str]) -> bool:
        """Take the address to post updates to."""
        self.webhook = fields["url"], fields.get("secret_token", "")
        return True

    def delete_webhook(self, _fields: Mapping[str, str]) -> bool:
        """Go back to being asked."""
        self.webhook = None
        return True

    def get_chat_member(self, fields: Mapping[str, str]) -> Json:
        """Tell whether somebody is an admin."""
        chat, user = int(fields["chat_id"]), int(fields["user_id"])
        return wire.member(user, "administrator" if (chat, user) in self.admins else "member")

    def _received(
        self, fields: Mapping[str, str], chat: int | str, message: int, topic: int | None
    ) -> Received:
        markup = fields["text"]
        try:
            text = self._parse(markup) if fields.get("parse_mode") == "HTML" else markup
        except ValueError as error:
            raise ApiError(400, f"Bad Request: {error}") from None
        if not text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if utf16_units(text) > TEXT_LIMIT:
            raise ApiError(400, "Bad Request: message is too long")
        shown = json.loads(fields.get("reply_markup") or "{}")
        rows = shown.get("inline_keyboard", [])
        for address in (key["url"] for row in rows for key in row if key.get("url")):
            if "." not in (URL(address).host or ""):
                words = f"Bad Request: inline keyboard button URL '{address}' is invalid: Wrong HTTP URL"
                raise ApiError(400, words)
        buttons = tuple((key["text"], key.get("url") or key["callback_data"]) for row in rows for key in row)
        return Received(
            chat=chat,
            message=message,
            html=markup,
            text=text,
            topic=topic,
            buttons=buttons,
            asks=bool(shown.get("force_reply")),
        )

    def _shown(self, taken: Received, fields: Mapping[str, str]) -> Json:
        extra: Json = {}
        if taken.buttons:
            extra["reply_markup"] = json.loads(fields["reply_markup"])
        chat = taken.chat if isinstance(taken.chat, int) else -1
        return wire.message(taken.message, chat, wire.BOT, taken.text, extra)


def _chat_id(fields: Mapping[str, str]) -> int | str:
    chat = fields["chat_id"]
    return chat if chat.startswith("@") else int(chat)
