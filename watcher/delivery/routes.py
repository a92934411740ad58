"""How a destination is reached: by which notifier, at which address, in whose time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from types import MappingProxyType
from typing import Protocol
from zoneinfo import ZoneInfo

from notifiers.port import FREE, Limits, Notifier
from watcher.models import Chat, DigestTime, Preferences, Rest, SameStory

EIGHT = DigestTime(at=time(8))
_NOTHING_CHOSEN = Preferences()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way to one destination."""

    destination: str
    notifier: Notifier
    to: str
    """The address at the notifier's provider."""
    zone: ZoneInfo
    digest: DigestTime | None = None
    """None: alerts leave at once."""
    limit_per_day: int | None = None
    """Alerts that leave at once on a day; None: all."""
    burst: int | None = None
    """Alerts of one poll that leave each by itself; None: all."""
    same_story: SameStory = SameStory.OFF
    """Whether what tells a story again waits."""
    answers: bool = False
    """It does not wait where it can answer the message that told the story first."""
    rest: Rest = field(default_factory=Rest)
    """When nothing leaves."""
    locale: str = ""
    """The language of texts around the articles; empty for English."""
    talks: bool = False
    """A bot of ours listens there."""
    instead_of: str = ""
    """The destination that reaches the same person and is preferred; empty where there is none."""


class Chats(Protocol):
    """The chats that talked to a bot."""

    def chat(self, destination: str) -> Chat | None:
        """Return the chat behind a destination, None where it is none."""
        ...

    def chats(self) -> Iterable[Chat]:
        """Return all chats."""
        ...


class Routes:
    """All ways: those of the configuration by name, those of chats by their bot (`telegram:<chat>`)."""

    def __init__(
        self,
        configured: Iterable[Route],
        bots: Mapping[str, Notifier],
        zone: ZoneInfo,
        *,
        chats: Chats | None = None,
        zones: Mapping[str, ZoneInfo] = MappingProxyType({}),
        catch_up: DigestTime = EIGHT,
        burst: int | None = None,
        same_story: SameStory = SameStory.OFF,
        answers: bool = False,
    ) -> None:
        self._configured = {route.destination: route for route in configured}
        self._ways = _ways(self._configured.values())
        self._bots = bots
        self._zone = zone
        self._chats = chats
        self._zones = zones
        self._burst = burst
        self._same_story = same_story
        self._answers = answers
        self.catch_up = catch_up
        """When what is held for a destination without a digest leaves."""

    def find(self, destination: str) -> Route | None:
        """Return the way to a destination; None where the configuration knows none any more."""
        if route := self._configured.get(destination):
            return route
        kind, _, to = destination.partition(":")
        if not to or kind not in self._bots:
            return None
        chat = self._chats.chat(destination) if self._chats else None
        chosen = chat.preferences if chat else _NOTHING_CHOSEN
        return Route(
            destination=destination,
            notifier=self._bots[kind],
            to=to,
            zone=ZoneInfo(chosen.timezone) if chosen.timezone else self._zones.get(kind, self._zone),
            digest=chosen.digest,
            burst=self._burst,
            same_story=self._same_story,
            answers=self._answers,
            rest=chosen.rest if chat is None or chat.active else replace(chosen.rest, paused=True),
            locale=chosen.locale or (chat.language if chat else ""),
            talks=True,
        )

    def configured(self, destination: str) -> bool:
        """Return whether the configuration names it; else it is a chat's."""
        return destination in self._configured

    def ways(self, destination: str) -> tuple[str, ...]:
        """Return all destinations that reach the same person, this one among them, the preferred one first.

        One that is paused, or closed to us, comes last: nobody knows until when.
        """
        ways = self._ways.get(destination)
        return tuple(sorted(ways, key=self._is_paused)) if ways else (destination,)

    def _is_paused(self, destination: str) -> bool:
        route = self.find(destination)
        return route is None or route.rest.paused

    def of_configuration(self) -> tuple[Route, ...]:
        """Return the ways of the configuration."""
        return tuple(self._configured.values())

    def move(self, destination: str, to: str) -> None:
        """Send to a new address from now on, until the configuration is read again."""
        self._configured[destination] = replace(self._configured[destination], to=to)

    def limits(self, destination: str) -> Limits:
        """Return how fast its provider takes messages to a destination."""
        route = self.find(destination)
        return route.notifier.limits(route.to) if route else FREE

    def zone(self, destination: str) -> ZoneInfo:
        """Return the zone of a destination's times."""
        route = self.find(destination)
        return route.zone if route else self._zone

    def with_digest(self) -> tuple[Route, ...]:
        """Return the ways that carry a digest."""
        chats = self._chats.chats() if self._chats else ()
        chosen = (self.find(chat.id) for chat in chats if chat.preferences.digest)
        return tuple(route for route in (*self._configured.values(), *chosen) if route and route.digest)

    def notifiers(self) -> tuple[Notifier, ...]:
        """Return every notifier once."""
        return tuple({id(n): n for n in self._all()}.values())

    def _all(self) -> Iterable[Notifier]:
        yield from (route.notifier for route in self._configured.values())
        yield from self._bots.values()


def _ways(routes: Iterable[Route]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for route in routes:
        if route.instead_of:
            found.setdefault(route.instead_of, [route.instead_of]).append(route.destination)
    return {way: tuple(ways) for ways in found.values() for way in ways}
