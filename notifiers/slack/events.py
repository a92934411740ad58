"""What people do to an app, read from what Slack sends. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeAlias

Payload: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A slash command."""

    user: str
    channel: str
    private: bool
    """In a conversation of two, which need not be the one with the app."""
    title: str
    """The channel's name, or the person's."""
    name: str
    """Of the person."""
    text: str
    """What stands behind the command."""
    trigger: str
    """Opens a dialog, within three seconds."""
    response_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of ours."""

    user: str
    name: str
    channel: str
    """Empty on the app's home."""
    private: bool
    title: str
    value: str
    trigger: str
    response_url: str
    message: str = ""
    """The timestamp of the message that it belongs to; empty where only one person sees that."""
    text: str = ""
    """Of that message."""
    blocks: Sequence[Payload] = ()
    """Of that message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A dialog that was filled in."""

    user: str
    name: str
    callback: str
    metadata: str
    """What we wrote into the dialog."""
    values: Mapping[str, str] = field(default_factory=dict)
    """By the names of its blocks; empty for what was left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The app's home, looked at."""

    user: str


Event: TypeAlias = Said | Pressed | Submitted | Opened


def event_id(payload: Payload) -> str:
    """Return what is the same for every copy of one event, however often it is sent."""
    named = payload.get("event_id") or payload.get("trigger_id")
    return str(named or sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest())


def event_of(payload: Payload) -> Event | None:
    """Read the payload of a slash command, an interaction or an event; None for what is none of ours.

    Raises `KeyError` or `TypeError` for one that is not as Slack documents it.
    """
    match payload.get("type"):
        case "block_actions":
            return _pressed(payload)
        case "view_submission":
            return _submitted(payload)
        case "event_callback":
            event = payload["event"]
            is_home = event["type"] == "app_home_opened" and event.get("tab", "home") == "home"
            return Opened(user=event["user"]) if is_home else None
    return _said(payload) if "command" in payload else None


def _said(payload: Payload) -> Said:
    channel, name = payload["channel_id"], payload.get("user_name", "")
    private = _is_private(channel, payload.get("channel_name", ""))
    return Said(
        user=payload["user_id"],
        channel=channel,
        private=private,
        title=name if private else payload.get("channel_name", ""),
        name=name,
        text=plain(payload.get("text", "")),
        trigger=payload.get("trigger_id", ""),
        response_url=payload.get("response_url", ""),
    )


def _pressed(payload: Payload) -> Pressed | None:
    value = payload["actions"][0].get("value", "")
    if not value:
        return None  # it opened an address, of which Slack tells too
    channel, user = payload.get("channel") or {}, payload["user"]
    name = user.get("username") or user.get("name") or ""
    private = _is_private(channel.get("id", ""), channel.get("name", ""))
    message = payload.get("message") or {}
    hidden = bool((payload.get("container") or {}).get("is_ephemeral"))
    return Pressed(
        user=user["id"],
        name=name,
        channel=channel.get("id", ""),
        private=private,
        title=name if private else channel.get("name", ""),
        value=value,
        trigger=payload.get("trigger_id", ""),
        response_url=payload.get("response_url", ""),
        message="" if hidden else message.get("ts", ""),
        text=message.get("text", ""),
        blocks=tuple(message.get("blocks") or ()),
    )


def _submitted(payload: Payload) -> Submitted:
    view, user = payload["view"], payload["user"]
    fields = {block: next(iter(inputs.values())) for block, inputs in view["state"]["values"].items()}
    return Submitted(
        user=user["id"],
        name=user.get("username") or user.get("name") or "",
        callback=view["callback_id"],
        metadata=view.get("private_metadata", ""),
        values={block: _value(given) for block, given in fields.items()},
    )


def _value(given: Payload) -> str:
    chosen = given.get("selected_option") or {}
    return str(given.get("value") or chosen.get("value") or "").strip()


def _is_private(channel: str, name: str) -> bool:
    return not channel or channel.startswith("D") or name == "directmessage"


def plain(text: str) -> str:
    """Return a text as it was typed: Slack escapes three characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
