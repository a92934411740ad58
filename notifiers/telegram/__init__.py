"""Telegram through its Bot API: alerts go out, commands come in. No other package knows its library."""

from notifiers.telegram.account import Account
from notifiers.telegram.events import Command, Event, Membership, Migrated
from notifiers.telegram.login import Login
from notifiers.telegram.post import DATA_LIMIT, Button, Post
from notifiers.telegram.send import Telegram
from notifiers.telegram.updates import Bookmark, Menus, poll_updates
from notifiers.telegram.webhook import Shelf, Webhook

__all__ = [
    "DATA_LIMIT",
    "Account",
    "Bookmark",
    "Button",
    "Command",
    "Event",
    "Login",
    "Membership",
    "Menus",
    "Migrated",
    "Post",
    "Shelf",
    "Telegram",
    "Webhook",
    "poll_updates",
]
