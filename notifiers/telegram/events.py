"""What comes in, without a trace of the vendor's library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something that a person typed to the bot, or a button that they pressed."""

    update_id: int
    chat: int
    title: str
    """The group's title, or the person's name."""
    private: bool
    text: str
    """As typed, without the bot's own name (`/watch@our_bot x` comes as `/watch x`); a button's data."""
    user: int = 0
    """0 where Telegram does not say who: a channel's post, an anonymous admin."""
    is_admin: bool = False
    """May change what belongs to the chat; everybody may in a private one."""
    language: str = ""
    """The client's IETF language tag, where it told."""
    topic: int | None = None
    """The topic of a forum group that it was said in."""
    message: int | None = None
    """The number of the message that it was typed in."""
    answers: bool = False
    """It was typed in answer to a message of the bot's."""
    about: str = ""
    """The first address that the message leads to which it answers."""
    link: str = ""
    """What to put before a payload to make an address that starts the bot with it."""
    pressed: int | None = None
    """The number of the message whose button was pressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A chat let the bot in or put it out (blocked, removed, silenced)."""

    update_id: int
    chat: int
    title: str
    active: bool
    reason: str = ""
    """Why it is out, in a few words."""
    user: int = 0
    """Who did it; 0 where Telegram does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """A group became a supergroup, and so got another number."""

    update_id: int
    chat: int
    to: int


Event: TypeAlias = Command | Membership | Migrated
