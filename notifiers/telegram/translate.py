"""From the library's updates to our events. Pure: asks nobody."""

from __future__ import annotations

import re

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message, Update

from notifiers.telegram.events import Command, Event, Membership, Migrated

ALLOWED_UPDATES = (Update.MESSAGE, Update.CHANNEL_POST, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
"""The kinds that `event_of` reads, to be asked of Telegram."""

_ADDRESSED = re.compile(r"(/\w+)@(\w+)")
_OUT = (ChatMember.LEFT, ChatMember.BANNED)


def event_of(update: Update, own_name: str) -> Event | None:
    """Return what an update means to us, None for what means nothing (a photo, a command to another bot).

    In a group `is_admin` is true only where the update itself proves it.
    """
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query)
    if update.my_chat_member:
        return _membership(update.update_id, update.my_chat_member)
    message = update.message or update.channel_post
    if message is None:
        return None
    if message.migrate_to_chat_id:
        return Migrated(update_id=update.update_id, chat=message.chat.id, to=message.migrate_to_chat_id)
    return _typed(update.update_id, message, own_name)


def _typed(update_id: int, message: Message, own_name: str) -> Command | None:
    text = _addressed_to_us(message.text or "", own_name)
    if not text:
        return None
    chat, user = message.chat, message.from_user
    # Only admins post in a channel, or in a group under the group's own name.
    speaks_as_chat = message.sender_chat is not None and message.sender_chat.id == chat.id
    return Command(
        update_id=update_id,
        chat=chat.id,
        title=_title(chat),
        private=chat.type == Chat.PRIVATE,
        text=text,
        user=user.id if user and not speaks_as_chat else 0,
        is_admin=chat.type in {Chat.PRIVATE, Chat.CHANNEL} or speaks_as_chat,
        language=(user.language_code or "") if user else "",
        topic=message.message_thread_id if message.is_topic_message else None,
    )


def _addressed_to_us(text: str, own_name: str) -> str:
    """Return the text without our own name after the command, nothing where it names another bot."""
    found = _ADDRESSED.match(text)
    if not found:
        return text.strip()
    if found[2].casefold() != own_name.casefold():
        return ""
    return (found[1] + text[found.end() :]).strip()


def _pressed(update_id: int, query: CallbackQuery) -> Command | None:
    if query.message is None or not query.data:
        return None
    chat = query.message.chat
    message = query.message if isinstance(query.message, Message) else None
    return Command(
        update_id=update_id,
        chat=chat.id,
        title=_title(chat),
        private=chat.type == Chat.PRIVATE,
        text=query.data,
        user=query.from_user.id,
        is_admin=chat.type == Chat.PRIVATE,
        language=query.from_user.language_code or "",
        topic=message.message_thread_id if message and message.is_topic_message else None,
        pressed=query.message.message_id,
    )


def _membership(update_id: int, change: ChatMemberUpdated) -> Membership:
    now = change.new_chat_member
    silenced = isinstance(now, ChatMemberRestricted) and not (now.is_member and now.can_send_messages)
    return Membership(
        update_id=update_id,
        chat=change.chat.id,
        title=_title(change.chat),
        active=now.status not in _OUT and not silenced,
    )


def _title(chat: Chat) -> str:
    return chat.title or chat.full_name or chat.username or str(chat.id)
