"""What the bot answers, in no markup at all: each transport writes its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a piece of text is set."""

    PLAIN = "plain"
    BOLD = "bold"
    CODE = "code"
    """Something to type."""
    BLOCK = "block"
    """Lines of fixed width."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style, unescaped."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Button:
    """Pressing it is as good as typing `command`."""

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to the chat that asked."""

    spans: tuple[Span, ...]
    buttons: tuple[Button, ...] = ()

    @property
    def text(self) -> str:
        """The words without their styles."""
        return "".join(span.text for span in self.spans)


def say(*parts: str | Span, buttons: tuple[Button, ...] = ()) -> Reply:
    """Make a reply. In plain parts, words between backticks are set as code."""
    spans = [span for part in parts for span in ([part] if isinstance(part, Span) else _marked(part))]
    return Reply(tuple(spans), buttons)


def bold(text: str) -> Span:
    """Set in bold."""
    return Span(text, Style.BOLD)


def code(text: str) -> Span:
    """Set as something to type."""
    return Span(text, Style.CODE)


def block(text: str) -> Span:
    """Set in lines of fixed width."""
    return Span(text, Style.BLOCK)


def _marked(text: str) -> list[Span]:
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # a lone backtick is only a backtick
        return [Span(text)]
    styles = (Style.PLAIN, Style.CODE)
    return [Span(piece, styles[place % 2]) for place, piece in enumerate(pieces) if piece]
