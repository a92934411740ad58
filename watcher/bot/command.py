"""What somebody asked for, whatever they asked through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line that somebody typed, or the command behind a button that they pressed."""

    chat: str
    """The chat as a destination (`telegram:42`); it owns the watches made there."""
    title: str = ""
    private: bool = True
    """A conversation with one person: everything said there is meant for the bot."""
    text: str
    is_admin: bool = True
    """May change the chat's watches."""
    pressed: bool = False
    """It came from a button, which may be an old one."""
    language: str = ""
    """The client's language tag, where it is known."""

    @property
    def name(self) -> str:
        """The word behind the slash in lower case; empty where the text is no command."""
        first = self.text.split(maxsplit=1)[:1]
        return first[0][1:].casefold() if first and first[0].startswith("/") else ""

    @property
    def argument(self) -> str:
        """What follows the command, white space folded."""
        return " ".join(self.text.split()[1:])
