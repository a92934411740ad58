"""What goes out: one message for one chat, before the vendor's library sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from notifiers.port import Rejected

ChatId: TypeAlias = int | str
"""A number, or the `@name` of a public chat."""

_ADDRESS = re.compile(r"(-?\d+|@\w+)(?::(\d+))?")

LABEL_LIMIT = 64
"""Characters of a button's label that a phone shows at all."""
DATA_LIMIT = 64
"""Bytes of `callback_data` (https://core.telegram.org/bots/api#inlinekeyboardbutton)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Opens `url`, or else sends `data` back as a command."""

    label: str
    url: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message in Telegram's HTML. `topic` is a thread of a forum group; None is its general one."""

    chat: ChatId
    html: str
    topic: int | None = None
    buttons: tuple[Button, ...] = ()
    asks: bool = False
    """The client offers to answer at once."""
    answers: int | None = None
    """The number of the message that it answers."""
    quiet: bool = False
    """It makes no sound."""
    previews: bool = False
    """Whether Telegram may add a preview of the first link."""


def read_address(to: str) -> tuple[ChatId, int | None]:
    """Read `<chat>` or `<chat>:<topic>`. Raises `Rejected` for anything else."""
    found = _ADDRESS.fullmatch(to.strip())
    if not found:
        raise Rejected(f"{to!r} is no Telegram chat: write its number or @name, and :topic where it has one")
    chat, topic = found.groups()
    return (chat if chat.startswith("@") else int(chat)), (int(topic) if topic else None)
