"""The notifier."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from notifiers.form import formed
from notifiers.port import FREE, Limits, Message, Part, Receipt, Rejected
from notifiers.telegram.account import Account
from notifiers.telegram.login import Login
from notifiers.telegram.measure import visible_units
from notifiers.telegram.pace import limits
from notifiers.telegram.post import Button, Post, read_address


class Telegram:
    """Sends as one bot, to any chat that lets it in."""

    kind = "telegram"
    parts: Mapping[str, Part] = MappingProxyType({"body": Part("html", 4000, visible_units)})

    class Options(Login):
        """The keys of a Telegram destination."""

        chat: int | Annotated[str, formed(r"@\w+", 'the @name of a public chat, such as "@our_news"')]
        """The chat's number (groups have negative ones), or the @name of a public one."""
        topic: int | None = Field(default=None, gt=0)
        """A topic of a forum group; none is the general one."""

        @property
        def address(self) -> str:
            """`<chat>` or `<chat>:<topic>`."""
            return f"{self.chat}:{self.topic}" if self.topic else str(self.chat)

    def __init__(self, options: Login) -> None:
        self.account = Account(options)

    def limits(self, to: str) -> Limits:
        """Return Telegram's own: for the bot, for a chat, and for a group."""
        try:
            chat, _ = read_address(to)
        except Rejected:
            return FREE
        return limits(self.account.id, chat)

    async def send(self, to: str, message: Message) -> Receipt:
        """Send to `<chat>` or `<chat>:<topic>`; the receipt is the message's number in that chat."""
        return await self.account.post(_post(to, message))

    async def edit(self, to: str, receipt: str, message: Message) -> Receipt:
        """Edit the message of that number: Telegram tells nobody. Raises a `DeliveryError`."""
        if not receipt.isdecimal():
            raise Rejected(f"{receipt!r} is no number of a message")
        await self.account.edit(_post(to, message), int(receipt))
        return Receipt(receipt)

    async def find(self, to: str, key: str) -> Receipt | None:  # noqa: ARG002 - bots cannot read history
        """Return None: a bot cannot look back at what it sent."""
        return None

    async def close(self) -> None:
        """Release the connections."""
        await self.account.close()


def _post(to: str, message: Message) -> Post:
    chat, topic = read_address(to)
    links = tuple(Button(label=label, url=url) for label, url in message.links)
    commands = tuple(Button(label=label, data=command) for label, command in message.commands)
    return Post(
        chat=chat,
        topic=topic,
        html=message.parts["body"],
        buttons=(*links, *commands),
        answers=int(message.follows) if message.follows.isdecimal() else None,
        quiet=bool(message.follows),
    )
