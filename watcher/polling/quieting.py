"""What may keep alerts from leaving at once: limits of watches and destinations, stories told before, bursts.

Says only what counts against what; the store settles it in the write that queues the alerts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from watcher import plan
from watcher.delivery.routes import Route, Routes
from watcher.holding.holds import Holds
from watcher.holding.timetable import next_slot
from watcher.models import Article, Calm, Delivery, Event, First, Quiet, Quota, SameStory, Watch
from watcher.polling.stories import Stories, Telling
from watcher.store.port import Store
from watcher.watchbook import WatchBook
from watcher.wording import dates
from watcher.wording.stored import stored
from watcher.wording.text import Text, text


class Quieting:
    """Knows what each destination and each watch wants in the way of peace. Holds nothing back itself."""

    def __init__(self, store: Store, book: WatchBook, routes: Routes, holds: Holds) -> None:
        self._stories = Stories(store)
        self._book = book
        self._routes = routes
        self._holds = holds

    async def quiet(self, owed: Iterable[Delivery], articles: Iterable[Article], now: datetime) -> Quiet:
        """Return what applies to the alerts among these deliveries, which tell of these articles.

        Raises `StoreError`.
        """
        alerts = [one for one in owed if one.event is Event.ALERT and not self._is_urgent(one, now)]
        found = {to: self._routes.find(to) for to in {alert.destination for alert in alerts}}
        routes = {to: route for to, route in found.items() if route is not None}
        told = await self._told(alerts, {one.id: one for one in articles}, routes, now)
        calms = {
            alert.id: Calm(
                every=self._overall(route, now),
                some=self._own(alert, route, now),
                firsts=_firsts(alert, route, told),
                answers=route.answers,
            )
            for alert in alerts
            if (route := routes.get(alert.destination))
        }
        bursts = {to: route.burst for to, route in routes.items() if route.burst is not None}
        return Quiet(calms=calms, bursts=bursts)

    def _is_urgent(self, alert: Delivery, now: datetime) -> bool:
        return any(self._holds.is_urgent(entry.watches, now) for entry in alert.entries)

    async def _told(
        self,
        alerts: Iterable[Delivery],
        articles: Mapping[str, Article],
        routes: Mapping[str, Route],
        now: datetime,
    ) -> Mapping[str, Sequence[Telling]]:
        """Return who told the articles' stories before, by their ids, where somebody wants to know."""
        told: dict[str, Sequence[Telling]] = {}
        for alert in alerts:
            entry, route = alert.entries[0], routes.get(alert.destination)
            if route and route.same_story is not SameStory.OFF and entry.article not in told:
                told[entry.article] = await self._stories.tellings(entry.source, articles[entry.article], now)
        return told

    def _overall(self, route: Route, now: datetime) -> tuple[Quota, ...]:
        most = route.limit_per_day
        if most is None:
            return ()
        remark = text(
            "That was the last of {most} alerts today; {rest}.", most=most, rest=self._rest(route, now)
        )
        reason = text(
            "held for the digest: over the {most} alerts a day of {place}", most=most, place=route.destination
        )
        return (_quota(route, now, most, reason, remark),)

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
        remark = text(
            "“{name}” has reached its {most} a day; {rest}.",
            name=name,
            most=most,
            rest=self._rest(route, now),
        )
        reason = text("held for the digest: over the {most} a day of “{name}”", most=most, name=name)
        return _quota(route, now, most, reason, remark, subject=f"watch:{watch.id}")

    def _rest(self, route: Route, now: datetime) -> Text:
        """Say when what is held comes."""
        when = route.digest or self._routes.catch_up
        slot = next_slot(now, when.at, route.zone, when.days).astimezone(route.zone)
        today = now.astimezone(route.zone).date()
        clock = f"{slot:%H:%M}"
        if (slot.date() - today).days < 2:
            return text("the rest comes in your digest, at {time}", time=clock)
        day = dates.weekday(slot)
        return text("the rest comes in your digest, {weekday} at {time}", weekday=day, time=clock)


def _firsts(alert: Delivery, route: Route, told: Mapping[str, Sequence[Telling]]) -> tuple[First, ...]:
    """Return the alerts of a destination that may have told its story before."""
    if route.same_story is SameStory.OFF:
        return ()
    entry = alert.entries[0]
    return tuple(
        First(delivery=plan.alert_id(one.article, alert.destination), article=one.article, title=one.title)
        for one in told[entry.article]
        if route.same_story is SameStory.ALL or one.source == entry.source
    )


def _quota(route: Route, now: datetime, most: int, reason: Text, remark: Text, *, subject: str = "") -> Quota:
    return Quota(
        destination=route.destination,
        subject=subject,
        day=f"{now.astimezone(route.zone):%Y-%m-%d}",
        most=most,
        reason=stored(reason),
        remark=stored(remark),
    )
