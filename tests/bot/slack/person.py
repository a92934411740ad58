"""Somebody with Slack open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from tests.bot.slack.front import Front, Shown, buttons_of

Deliver: TypeAlias = Callable[[str, Mapping[str, Any]], Awaitable[object]]

NAMES = {"C1": "news", "C2": "elsewhere", "D1": "directmessage", "G1": "privategroup"}


class Person:
    """Types, presses and fills in; sees what comes of it. `deliver` is how Slack reaches the app."""

    def __init__(self, front: Front, deliver: Deliver | None = None, *, user: str = "U1") -> None:
        self.front = front
        self.deliver = deliver or front.send
        self.user = user

    async def type(self, text: str, *, channel: str = "C1") -> Shown:
        """Type `/watch` and this; return the answer that this person alone sees."""
        mine, dialogs = len(self._seen()), len(self.front.dialogs)
        await self.deliver("slash_commands", self.command(text, channel))
        await self.front.until(lambda: len(self._seen()) > mine or len(self.front.dialogs) > dialogs)
        assert len(self.front.dialogs) == dialogs, f"{text}: {self.front.dialogs[-1]}"
        return self._seen()[-1]

    async def asks(self, text: str, *, channel: str = "C1") -> Mapping[str, Any]:
        """Type `/watch` and this; return the dialog that opens."""
        before = len(self.front.dialogs)
        await self.deliver("slash_commands", self.command(text, channel))
        await self.front.until(lambda: len(self.front.dialogs) > before)
        return self.front.dialogs[-1]

    def command(self, text: str, channel: str = "C1") -> dict[str, Any]:
        return {
            "command": "/watch",
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "user_id": self.user,
            "user_name": "ada",
            "channel_id": channel,
            "channel_name": NAMES.get(channel, channel.lower()),
            "trigger_id": self._trigger(),
            "response_url": self.front.response_url(channel, self.user),
        }

    async def press(self, shown: Shown, label: str) -> Shown:
        """Press a button; return the message that appears or changes."""
        edits, count = {one.ts: one.edits for one in self.front.shown}, len(self.front.shown)
        await self.deliver("interactive", self.pressed(shown, label))

        def changed() -> list[Shown]:
            new = self.front.shown[count:]
            return new or [one for one in self.front.shown if one.edits > edits.get(one.ts, 0)]

        await self.front.until(changed)
        return changed()[-1]

    def pressed(self, shown: Shown, label: str) -> dict[str, Any]:
        url = self.front.response_url(shown.channel, self.user)
        if response := shown.fields.get("response"):
            # The address of a press replaces the message that it was made in.
            name = url.rpartition("/")[2]
            shown.fields["response"] = name if response else response
        hidden = bool(shown.only)
        channel = shown.channel if not shown.channel.startswith("U") else "D1"
        message = {"ts": shown.ts, "text": shown.fields["text"], "blocks": shown.fields["blocks"]}
        return {
            "type": "block_actions",
            "user": {"id": self.user, "username": "ada"},
            "channel": {"id": channel, "name": NAMES.get(channel, "")},
            "container": {"type": "message", "message_ts": shown.ts, "is_ephemeral": hidden},
            **({} if hidden else {"message": message}),
            "actions": [dict(shown.buttons[label])],
            "trigger_id": self._trigger(),
            "response_url": url,
        }

    async def press_at_home(self, label: str) -> list[Mapping[str, Any]]:
        """Press a button of the app's home; return what the home is then."""
        before = self.front.homes[self.user]
        payload = {
            "type": "block_actions",
            "user": {"id": self.user, "username": "ada"},
            "container": {"type": "view"},
            "actions": [dict(buttons_of(before)[label])],
            "trigger_id": self._trigger(),
        }
        await self.deliver("interactive", payload)
        await self.front.until(lambda: self.front.homes[self.user] is not before)
        return self.front.homes[self.user]

    async def open_home(self) -> list[Mapping[str, Any]]:
        before = self.front.homes.get(self.user)
        event = {"type": "app_home_opened", "user": self.user, "tab": "home"}
        payload = {"type": "event_callback", "event_id": self.front.fresh("Ev"), "event": event}
        await self.deliver("events_api", payload)
        await self.front.until(lambda: self.front.homes.get(self.user) is not before)
        return self.front.homes[self.user]

    async def submit(self, dialog: Mapping[str, Any], **values: str) -> Shown:
        """Fill a dialog in and send it off; fields that are not named keep what they show."""
        before = len(self._told())
        state = {block["block_id"]: {"x": _filled(block, values)} for block in dialog["blocks"]}
        payload = {
            "type": "view_submission",
            "user": {"id": self.user, "username": "ada"},
            "trigger_id": self._trigger(),
            "view": {**dialog, "state": {"values": state}},
        }
        await self.deliver("interactive", payload)
        await self.front.until(lambda: len(self._told()) > before)
        return self._told()[-1]

    def _told(self) -> list[Shown]:
        return [one for one in self.front.shown if self.user in (one.only, one.channel)]

    def _seen(self) -> list[Shown]:
        return [one for one in self.front.shown if one.only == self.user]

    def _trigger(self) -> str:
        trigger = self.front.fresh("t")
        self.front.triggers.add(trigger)
        return trigger


def _filled(block: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    element, name = block["element"], block["block_id"]
    if element["type"] == "static_select":
        chosen = values.get(name, element["initial_option"]["value"])
        return {"type": "static_select", "selected_option": {"value": chosen}}
    value = values.get(name, element.get("initial_value", ""))
    return {"type": "plain_text_input", "value": value or None}
