"""What the bot answers, in a language but in no markup: each transport writes its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watcher.wording.text import Span, Style, block, bold, code

__all__ = ["Button", "Place", "Reply", "Span", "Style", "block", "bold", "code"]


class Place(StrEnum):
    """Where an answer to the press of a button is shown; one to a typed command is a message of its own."""

    HERE = "here"
    """In place of the message with the button."""
    BELOW = "below"
    """As a message of its own."""
    KEYS = "keys"
    """Only the buttons change, the message above them stays as it is."""


@dataclass(frozen=True, slots=True)
class Button:
    """Pressing it is as good as typing `command`, or opens `url`."""

    label: str
    command: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to the chat that asked."""

    spans: tuple[Span, ...]
    buttons: tuple[Button, ...] = ()
    place: Place = Place.HERE
    asks: bool = False
    """Waits for words: the client may offer to answer at once."""

    @property
    def text(self) -> str:
        """The words without their styles."""
        return "".join(span.text for span in self.spans)
