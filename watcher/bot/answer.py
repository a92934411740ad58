"""What a command answers: a reply that has no language yet."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.bot.reply import Button, Place, Reply
from watcher.wording.text import Speech, Text, Value, joined, plain, spoken, text


@dataclass(frozen=True, slots=True)
class Key:
    """A button: pressing it is as good as typing `command`, or opens `url`."""

    label: Text
    command: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One message, as a command makes it."""

    words: Text
    keys: tuple[Key, ...] = ()
    place: Place = Place.HERE
    asks: bool = False

    def spoken(self, speech: Speech) -> Reply:
        """Return it in a language."""
        return Reply(
            tuple(joined(spoken(self.words, speech))),
            tuple(Button(plain(key.label, speech), key.command, key.url) for key in self.keys),
            self.place,
            self.asks,
        )


def say(
    template: str,
    *,
    keys: tuple[Key, ...] = (),
    place: Place = Place.HERE,
    asks: bool = False,
    **values: Value,
) -> Answer:
    """Make an answer of a template and its values."""
    return Answer(text(template, **values), keys, place, asks)


def key(label: str, command: str, **values: Value) -> Key:
    """Make a button with a label of ours."""
    return Key(text(label, **values), command)
