"""What may keep alerts from leaving at once: the limits of watches and destinations, and bursts.

Says only what counts against what; the store settles it in the write that queues the alerts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from watcher.models import Calm, Delivery, Event, Quiet, Quota, State, Watch
from watcher.routes import Route, Routes
from watcher.timetable import next_slot
from watcher.watchbook import WatchBook


class Quieting:
    """Knows what each destination and each watch wants in the way of peace. Holds nothing back itself."""

    def __init__(self, book: WatchBook, routes: Routes) -> None:
        self._book = book
        self._routes = routes

    def quiet(self, owed: Iterable[Delivery], now: datetime) -> Quiet:
        """Return what applies to the alerts among these deliveries."""
        alerts = [one for one in owed if one.event is Event.ALERT and one.state is State.PENDING]
        routes = {to: self._routes.find(to) for to in {alert.destination for alert in alerts}}
        calms = {}
        bursts = {}
        for alert in alerts:
            route = routes[alert.destination]
            if route is None:
                continue
            calms[alert.id] = Calm(every=self._overall(route, now), some=self._own(alert, route, now))
            if route.burst is not None:
                bursts[alert.destination] = route.burst
        return Quiet(calms=calms, bursts=bursts)

    def _overall(self, route: Route, now: datetime) -> tuple[Quota, ...]:
        most = route.limit_per_day
        if most is None:
            return ()
        remark = f"That was the last of {most} alerts today; {self._rest(route, now)}."
        return (_quota(route, now, most, f"over the {most} alerts a day of {route.destination}", remark),)

    def _own(self, alert: Delivery, route: Route, now: datetime) -> tuple[Quota, ...]:
        """Return the quotas of its watches; none where one of them has no limit and would bring it anyway."""
        watches = self._book.find(number for entry in alert.entries for number in entry.watches).values()
        quotas = [self._of_watch(watch, route, now) for watch in watches]
        return () if None in quotas else tuple(quota for quota in quotas if quota)

    def _of_watch(self, watch: Watch, route: Route, now: datetime) -> Quota | None:
        most = watch.limit_per_day
        if most is None:
            return None
        name = watch.name or watch.query
        remark = f"“{name}” has reached its {most} a day; {self._rest(route, now)}."
        return _quota(
            route, now, most, f"over the {most} a day of “{name}”", remark, subject=f"watch:{watch.id}"
        )

    def _rest(self, route: Route, now: datetime) -> str:
        """Say when what is held comes."""
        plan = route.digest or self._routes.catch_up
        slot = next_slot(now, plan.at, route.zone, plan.days).astimezone(route.zone)
        today = now.astimezone(route.zone).date()
        day = "" if (slot.date() - today).days < 2 else f"{slot:%A} "
        return f"the rest comes in your digest, {day}at {slot:%H:%M}"


def _quota(route: Route, now: datetime, most: int, reason: str, remark: str, *, subject: str = "") -> Quota:
    return Quota(
        destination=route.destination,
        subject=subject,
        day=f"{now.astimezone(route.zone):%Y-%m-%d}",
        most=most,
        reason=f"held for the digest: {reason}",
        remark=remark,
    )
