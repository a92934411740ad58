"""What somebody asked for, whatever they asked through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line that somebody typed, or the command behind a button that they pressed."""

    chat: str
    """The chat as a destination (`telegram:42`); it owns the watches made there."""
    topic: str = ""
    """The part of the chat that it was said in, where the chat has parts: alerts go there."""
    user: str = ""
    """Who said it, as the destination of a talk with them alone; empty where that is not known."""
    title: str = ""
    private: bool = True
    """A conversation with one person: everything said there is meant for the bot."""
    text: str
    is_admin: bool = True
    """May change the chat's watches."""
    pressed: bool = False
    """It came from a button, which may be an old one."""
    answers: bool = False
    """It was said in answer to a message of the bot's."""
    about: str = ""
    """The address that the message leads to which this answers."""
    language: str = ""
    """The client's language tag, where it is known."""
    link: str = ""
    """What to put before a payload to make an address that starts the bot with it; empty without such."""

    @property
    def destination(self) -> str:
        """Where the answer is read."""
        return f"{self.chat}:{self.topic}" if self.topic else self.chat

    @property
    def name(self) -> str:
        """The word behind the slash in lower case; empty where the text is no command."""
        first = self.text.split(maxsplit=1)[:1]
        return first[0][1:].casefold() if first and first[0].startswith("/") else ""

    @property
    def argument(self) -> str:
        """What follows the command, white space folded."""
        return " ".join(self.text.split()[1:])
