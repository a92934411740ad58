"""From the library's updates to our events. Pure: asks nobody."""

from __future__ import annotations

import re

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    Update,
)

from notifiers.telegram.events import Command, Event, Membership, Migrated

ALLOWED_UPDATES = (Update.MESSAGE, Update.CHANNEL_POST, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
"""The kinds that `event_of` reads, to be asked of Telegram."""

_ADDRESSED = re.compile(r"(/\w+)@(\w+)")


def event_of(update: Update, own_name: str) -> Event | None:
    """Return what an update means to us, None for what means nothing (a photo, a command to another bot).

    In a group `is_admin` is true only where the update itself proves it.
    """
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query, own_name)
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
        message=message.message_id,
        answers=_is_ours(message.reply_to_message, own_name),
        about=_address_in(message.reply_to_message),
        link=f"https://t.me/{own_name}?start=",
    )


def _is_ours(message: Message | None, own_name: str) -> bool:
    author = message.from_user if message else None
    return author is not None and (author.username or "").casefold() == own_name.casefold()


def _address_in(message: Message | None) -> str:
    """Return the first address that a message leads to, by its text or by a button."""
    if message is None:
        return ""
    texts = message.parse_entities([MessageEntity.TEXT_LINK, MessageEntity.URL])
    linked = [entity.url or text for entity, text in texts.items()]
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return next((address for address in (*linked, *(key.url for row in rows for key in row)) if address), "")


def _addressed_to_us(text: str, own_name: str) -> str:
    """Return the text without our own name after the command, nothing where it names another bot."""
    found = _ADDRESSED.match(text)
    if not found:
        return text.strip()
    if found[2].casefold() != own_name.casefold():
        return ""
    return (found[1] + text[found.end() :]).strip()


def _pressed(update_id: int, query: CallbackQuery, own_name: str) -> Command | None:
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
        link=f"https://t.me/{own_name}?start=",
        language=query.from_user.language_code or "",
        topic=message.message_thread_id if message and message.is_topic_message else None,
        pressed=query.message.message_id,
    )


def _membership(update_id: int, change: ChatMemberUpdated) -> Membership:
    reason = _why_out(change.chat, change.new_chat_member)
    return Membership(
        update_id=update_id,
        chat=change.chat.id,
        title=_title(change.chat),
        active=not reason,
        reason=reason,
        user=change.from_user.id,
    )


def _why_out(chat: Chat, now: ChatMember) -> str:
    """Return why we cannot speak in a chat, empty where we can."""
    match now:
        case ChatMember(status=ChatMember.LEFT):
            return "I was removed"
        case ChatMember(status=ChatMember.BANNED):
            return "I was blocked" if chat.type == Chat.PRIVATE else "I was banned"
        case ChatMemberRestricted() if not (now.is_member and now.can_send_messages):
            return "I may not write there"
        case ChatMemberAdministrator() if chat.type == Chat.CHANNEL and not now.can_post_messages:
            return "I may not post there"
        case ChatMember(status=ChatMember.MEMBER) if chat.type == Chat.CHANNEL:
            return "I may not post there"
    return ""


def _title(chat: Chat) -> str:
    return chat.title or chat.full_name or chat.username or str(chat.id)
