"""Dialogs: one that asks for words, and one for the settings. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from notifiers.slack.payload import Json
from watcher.bot.times import days_text
from watcher.models import Preferences
from watcher.wording.speech import LANGUAGES
from watcher.wording.text import Speech, Text, plain, text

WORDS, SETTINGS = "words", "settings"
"""The names of the dialogs."""
_INPUT = 200
_LABEL = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a dialog was asked for, which it carries along."""

    chat: str
    channel: str
    private: bool
    title: str

    def text(self) -> str:
        """Return it as the dialog carries it."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Origin:
        """Read it back."""
        return cls(**json.loads(text))


def ask_words(question: str, origin: Origin, speech: Speech) -> dict[str, Json]:
    """Make a dialog that asks one question."""
    fields = [_input(WORDS, question[:_LABEL], "")]
    return _dialog(WORDS, "Watcher", fields, origin, (text("Go"), text("Cancel")), speech)


def ask_settings(chosen: Preferences, zone: str, origin: Origin, speech: Speech) -> dict[str, Json]:
    """Make the dialog of a chat's settings, filled with what it chose."""

    def said(words: Text) -> str:
        return plain(words, speech)

    languages = {"auto": said(text("as your client's")), **LANGUAGES}
    fields = [
        _input("timezone", said(text("Timezone")), zone, "Asia/Seoul"),
        _input("digest", said(text("Digest; empty: alerts come at once")), _digest(chosen), "08:00 weekdays"),
        _input("quiet", said(text("Quiet hours; empty: none")), _quiet(chosen), "22:00-07:00"),
        _select("language", said(text("Language")), languages, chosen.locale or "auto"),
    ]
    return _dialog(SETTINGS, said(text("Settings")), fields, origin, (text("Save"), text("Cancel")), speech)


def changes(values: Mapping[str, str], chosen: Preferences, zone: str) -> Iterator[str]:
    """Yield the commands for what was changed in the settings."""
    before = {
        "timezone": zone,
        "digest": _digest(chosen),
        "quiet": _quiet(chosen),
        "language": chosen.locale or "auto",
    }
    changed = {name: values[name] for name in before if name in values and values[name] != before[name]}
    if changed.get("timezone"):
        yield f"/settings timezone {changed['timezone']}"
    if "digest" in changed:
        yield f"/digest {changed['digest'] or 'off'}"
    if "quiet" in changed:
        yield f"/settings quiet {changed['quiet'] or 'off'}"
    if "language" in changed:
        yield f"/settings language {changed['language']}"


def _digest(chosen: Preferences) -> str:
    return f"{chosen.digest.at:%H:%M} {days_text(chosen.digest.days)}" if chosen.digest else ""


def _quiet(chosen: Preferences) -> str:
    hours = chosen.rest.quiet_hours
    return f"{hours.since:%H:%M}-{hours.until:%H:%M}" if hours else ""


def _dialog(
    name: str, title: str, fields: list[Json], origin: Origin, keys: tuple[Text, Text], speech: Speech
) -> dict[str, Json]:
    submit, close = (plain(key, speech) for key in keys)
    return {
        "type": "modal",
        "callback_id": name,
        "title": _label(title),
        "submit": _label(submit),
        "close": _label(close),
        "private_metadata": origin.text(),
        "blocks": fields,
    }


def _input(name: str, label: str, value: str, example: str = "") -> Json:
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": name, "max_length": _INPUT}
    if value:
        element["initial_value"] = value[:_INPUT]
    if example:
        element["placeholder"] = _label(example)
    optional = name != WORDS
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": _label(label),
        "element": element,
    }


def _select(name: str, label: str, options: Mapping[str, str], value: str) -> Json:
    made: dict[str, Json] = {key: {"text": _label(words), "value": key} for key, words in options.items()}
    element: Json = {
        "type": "static_select",
        "action_id": name,
        "options": list(made.values()),
        "initial_option": made[value] if value in made else made["auto"],
    }
    return {"type": "input", "block_id": name, "label": _label(label), "element": element}


def _label(words: str) -> Json:
    return {"type": "plain_text", "text": words}
