"""The article that somebody means by its address."""

from __future__ import annotations

from watcher import plan
from watcher.bot.command import Command
from watcher.bot.verb import Desk
from watcher.identity import address_key
from watcher.models import Delivery
from watcher.store.port import Stored


def address_of(command: Command) -> str:
    """Return the address that was typed, else the one of the message that was answered; empty for neither."""
    typed = next((word for word in command.argument.split() if "." in word or "/" in word), "")
    return typed or command.about


async def found(desk: Desk, address: str) -> tuple[Stored, ...]:
    """Return the articles that were read at an address, one a source."""
    key = address_key(address if "://" in address else f"https://{address}")
    return await desk.store.articles((key,)) if key else ()


async def told(desk: Desk, article: str, destination: str) -> Delivery | None:
    """Return the alert on an article that a destination got, or will get."""
    kept = await desk.store.delivery(plan.alert_id(article, destination))
    return kept.delivery if kept else None
