"""What holds an alert back, and when that is over: rests of destinations, mutes of watches, digests.

A held delivery is kept under what it waits for: `` for the digest of its destination (for one without a
digest, what is caught up once a day), `rest` for the end of its destination's rest, `watch:3` for the end
of the mute of watch 3. The same conditions are asked again when it is to be released, so that whoever
changes one holds or frees what waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.delivery.routes import Route, Routes
from watcher.holding.rest import FOREVER, rests_until
from watcher.models import Hold, Watch, When
from watcher.watchbook import WatchBook
from watcher.wording.stored import stored
from watcher.wording.text import text

DIGEST = ""
REST = "rest"
_WATCH = "watch:"


class Holds:
    """Knows who is to be left in peace. Holds nothing itself."""

    def __init__(self, book: WatchBook, routes: Routes) -> None:
        self._book = book
        self._routes = routes

    def of(self, destination: str, watches: Iterable[int], now: datetime) -> Hold | None:
        """Return what an alert of these watches waits for, None where it leaves at once."""
        route = self._routes.find(destination)
        if route is None:
            return None
        asking = tuple(self._book.find(watches).values())
        awake = [watch for watch in asking if not _is_muted(watch, now)]
        if asking and not awake:
            return _muted(asking, route.zone)
        if any(watch.when is When.URGENT for watch in awake):
            return None
        if route.digest is not None:
            return Hold(key=DIGEST)
        if awake and all(watch.when is When.DIGEST for watch in awake):
            return Hold(key=DIGEST, reason=stored(text("waits for the digest, as its watch wants")))
        return self._rest(route, now)

    def is_urgent(self, watches: Iterable[int], now: datetime) -> bool:
        """Tell whether nothing may hold back an alert of these watches."""
        return any(
            watch.when is When.URGENT and not _is_muted(watch, now)
            for watch in self._book.find(watches).values()
        )

    def rests(self, destination: str, now: datetime) -> bool:
        """Tell whether nothing is to leave for a destination now."""
        route = self._routes.find(destination)
        return route is not None and rests_until(route.rest, route.zone, now) is not None

    def is_over(self, destination: str, key: str, now: datetime) -> bool:
        """Tell whether what is held under a key, but for that of the digest, waits for nothing any more."""
        if self.rests(destination, now):
            return False
        if not key.startswith(_WATCH):
            return True
        watches = self._book.find((int(key.removeprefix(_WATCH)),))
        return not any(_is_muted(watch, now) for watch in watches.values())

    def _rest(self, route: Route, now: datetime) -> Hold | None:
        until = rests_until(route.rest, route.zone, now)
        if until is None:
            return None
        reason = text("paused")
        if until != FOREVER:
            reason = text("held until {time}", time=_clock(until, route.zone))
        return Hold(key=REST, reason=stored(reason))


def _is_muted(watch: Watch, now: datetime) -> bool:
    return watch.muted_until is not None and watch.muted_until > now


def _muted(watches: Iterable[Watch], zone: ZoneInfo) -> Hold:
    """Return the mute that ends first."""
    until, number = min((watch.muted_until, watch.id) for watch in watches if watch.muted_until)
    reason = text("watch #{id} is muted until {time}", id=number, time=_clock(until, zone))
    return Hold(key=f"{_WATCH}{number}", reason=stored(reason))


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
