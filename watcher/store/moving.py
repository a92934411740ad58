"""What carries a chat's name when the chat moves: itself, and its topics (`telegram:-7:2`). Pure."""

from __future__ import annotations


def is_of(name: str, chat: str) -> bool:
    """Return whether a destination, owner or address is this chat's own or one of its topics'."""
    return name == chat or name.startswith(f"{chat}:")


def renamed(name: str, old: str, new: str) -> str:
    """Return the name once the chat has moved; that of anything else is as before."""
    return new + name.removeprefix(old) if is_of(name, old) else name
