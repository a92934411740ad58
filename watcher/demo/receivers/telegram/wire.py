"""The Bot API's objects as JSON, as far as the receiver speaks of them (https://core.telegram.org/bots/api)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = dict[str, object]

BOT: Json = {"id": 4200, "is_bot": True, "first_name": "Watcher", "username": "watcher_demo_bot"}


def user(user_id: int) -> Json:
    """A person whose client speaks English."""
    return {"id": user_id, "is_bot": False, "first_name": f"Person {user_id}", "language_code": "en"}


def chat(chat_id: int) -> Json:
    """A private chat, or a supergroup where the number is negative."""
    if chat_id < 0:
        return {"id": chat_id, "type": "supergroup", "title": f"Group {-chat_id}"}
    return {"id": chat_id, "type": "private", "first_name": f"Person {chat_id}"}


def message(message_id: int, chat_id: int, sender: Json, text: str, extra: Mapping[str, object]) -> Json:
    """A text message; commands carry their entity as on the real wire."""
    found: Json = {
        "message_id": message_id,
        "date": int(time.time()),
        "chat": chat(chat_id),
        "from": sender,
        "text": text,
        **extra,
    }
    if text.startswith("/"):
        found["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return found


def member(user_id: int, status: str) -> Json:
    """A member of a chat, with the fields that the status demands."""
    rights = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
        "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
        "can_edit_stories can_delete_stories can_send_welcome_messages"
    )
    person = BOT if user_id == BOT["id"] else user(user_id)
    found: Json = {"user": person, "status": status}
    if status == "administrator":
        found |= dict.fromkeys(rights.split(), True)
    if status == "kicked":
        found["until_date"] = 0
    return found
