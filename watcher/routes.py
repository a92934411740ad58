"""How a destination is reached: by which notifier, at which address, in whose time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from zoneinfo import ZoneInfo

from notifiers.port import Notifier
from watcher.models import DigestTime, SameStory

EIGHT = DigestTime(at=time(8))


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


class Routes:
    """All ways: those of the configuration by name, those of chats by their bot (`telegram:<chat>`)."""

    def __init__(
        self,
        configured: Iterable[Route],
        bots: Mapping[str, Notifier],
        zone: ZoneInfo,
        *,
        catch_up: DigestTime = EIGHT,
        burst: int | None = None,
        same_story: SameStory = SameStory.OFF,
    ) -> None:
        self._configured = {route.destination: route for route in configured}
        self._bots = bots
        self._zone = zone
        self._burst = burst
        self._same_story = same_story
        self.catch_up = catch_up
        """When what is held for a destination without a digest leaves."""

    def find(self, destination: str) -> Route | None:
        """Return the way to a destination; None where the configuration knows none any more."""
        if route := self._configured.get(destination):
            return route
        kind, _, to = destination.partition(":")
        if not to or kind not in self._bots:
            return None
        return Route(
            destination=destination,
            notifier=self._bots[kind],
            to=to,
            zone=self._zone,
            burst=self._burst,
            same_story=self._same_story,
        )

    def move(self, destination: str, to: str) -> None:
        """Send to a new address from now on, until the configuration is read again."""
        self._configured[destination] = replace(self._configured[destination], to=to)

    def zone(self, destination: str) -> ZoneInfo:
        """Return the zone of a destination's times."""
        route = self.find(destination)
        return route.zone if route else self._zone

    def held(self, destination: str) -> bool:
        """Return whether alerts for it wait for a digest."""
        route = self.find(destination)
        return route is not None and route.digest is not None

    def zones(self) -> frozenset[ZoneInfo]:
        """Return the zones of all destinations."""
        return frozenset({self._zone, *(route.zone for route in self._configured.values())})

    def with_digest(self) -> tuple[Route, ...]:
        """Return the ways that carry a digest."""
        return tuple(route for route in self._configured.values() if route.digest)

    def notifiers(self) -> tuple[Notifier, ...]:
        """Return every notifier once."""
        return tuple({id(n): n for n in self._all()}.values())

    def _all(self) -> Iterable[Notifier]:
        yield from (route.notifier for route in self._configured.values())
        yield from self._bots.values()
