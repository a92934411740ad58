"""From settings to the parts that the app is made of. Opens no connection and no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from notifiers.email import Mailbox
from notifiers.port import Notifier
from notifiers.registry import load
from notifiers.secret import SecretMissing
from watcher.config.destinations import Destination
from watcher.config.settings import Settings
from watcher.delivery.attempt import Patience
from watcher.delivery.bounces import Bounces
from watcher.delivery.departures import Departures
from watcher.delivery.routes import Chats, Route, Routes
from watcher.errors import StoreError
from watcher.fetch import FetchSettings
from watcher.models import Kind, Rest, SameStory, Source, Watch, When
from watcher.reports import Listener
from watcher.store.port import Store
from watcher.subscribe.links import Links
from watcher.subscribe.subscriptions import Subscriptions
from watcher.watchbook import CONFIG, WatchBook


def sources(settings: Settings) -> tuple[Source, ...]:
    """Return the sources to poll."""
    return tuple(
        Source(
            id=source.id,
            name=source.name or source.id,
            url=source.url,
            kind=None if source.kind == "auto" else Kind(source.kind),
            interval=source.interval.total_seconds(),
            jitter=source.jitter.total_seconds(),
            headers=tuple((name, secret.reveal()) for name, secret in source.headers.items()),
            language=source.language,
            select=source.select.chosen() if source.select else None,
            max_pages=source.max_pages,
        )
        for source in settings.sources
        if source.enabled
    )


def address_of_store(settings: Settings) -> str | Path:
    """Return what `open_store` takes. Raises `StoreError` where it is a secret that is missing."""
    if settings.store.url is None:
        return settings.store.path
    try:
        return settings.store.url.reveal()
    except SecretMissing as error:
        raise StoreError(f"store.url: {error}") from None


def names(settings: Settings) -> dict[str, str]:
    """Return the name that people see of every source, by id."""
    return {source.id: source.name or source.id for source in settings.sources}


def languages(settings: Settings) -> dict[str, str]:
    """Return the language of every source's articles, by id."""
    return {source.id: source.language for source in settings.sources}


def watches(settings: Settings) -> tuple[Watch, ...]:
    """Return the watches of the configuration."""
    return tuple(
        Watch(
            id=0,
            owner=CONFIG,
            query=watch.query,
            destinations=watch.to,
            sources=watch.sources,
            name=watch.name,
            language=watch.language or "",
            limit_per_day=watch.limit_per_day,
            when=When(watch.when),
        )
        for watch in settings.watches
    )


def routes(settings: Settings, bots: Mapping[str, Notifier], chats: Chats | None = None) -> Routes:
    """Return the ways to all destinations."""
    talking = (("telegram", settings.bot.telegram), ("slack", settings.bot.slack))
    return Routes(
        (_route(settings, destination) for destination in settings.destinations),
        bots,
        settings.digest.timezone,
        chats=chats,
        zones={kind: bot.timezone for kind, bot in talking if bot and bot.timezone},
        catch_up=settings.digest.catch_up,
        burst=settings.noise.burst,
        same_story=SameStory(settings.noise.same_story),
        answers=settings.noise.repeats == "answer",
    )


def _route(settings: Settings, destination: Destination) -> Route:
    return Route(
        destination=destination.name,
        notifier=load(destination.kind)(destination.channel),
        to=destination.channel.address,
        zone=settings.zone_of(destination),
        digest=settings.digest_of(destination),
        limit_per_day=destination.limit_per_day,
        burst=settings.noise.burst,
        same_story=SameStory(destination.same_story or settings.noise.same_story),
        answers=settings.noise.repeats == "answer",
        rest=Rest(quiet_hours=destination.quiet_hours),
        instead_of=destination.instead_of,
    )


def subscriptions(
    settings: Settings,
    store: Store,
    book: WatchBook,
    links: Links,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> Subscriptions | None:
    """Return what takes subscriptions by mail, None where nobody can subscribe."""
    bot = settings.bot.email
    if bot is None:
        return None
    zone = settings.digest.timezone.key
    return Subscriptions(store, book, links, clock, wake=wake, zone=zone, max_watches=bot.max_watches)


def bounces(
    settings: Settings,
    store: Store,
    book: WatchBook,
    routes: Routes,
    clock: Callable[[], datetime],
    listen: Listener,
) -> Bounces | None:
    """Return what looks after mails that come back, None where nobody does."""
    if settings.bounces is None:
        return None
    operators = settings.operator.to
    departures = Departures(store, book, operators)
    mailbox = Mailbox(settings.bounces)
    return Bounces(mailbox, store, routes, departures, clock, operators=operators, listen=listen)


def patience(settings: Settings) -> Patience:
    """Return how long deliveries are tried."""
    return Patience(
        send_timeout=settings.delivery.send_timeout.total_seconds(),
        first_retry=settings.delivery.first_retry.total_seconds(),
        longest_retry=settings.delivery.longest_retry.total_seconds(),
        give_up_after=settings.delivery.give_up_after.total_seconds(),
        hand_over_after=settings.delivery.hand_over_after.total_seconds(),
    )


def fetching(settings: Settings) -> FetchSettings:
    """Return how pages are fetched."""
    http = settings.http
    return FetchSettings(
        contact=http.contact,
        total_timeout=http.timeout.total_seconds(),
        connect_timeout=http.connect_timeout.total_seconds(),
        max_bytes=http.max_bytes,
        max_redirects=http.max_redirects,
        per_host_delay=http.per_host_delay.total_seconds(),
        allow_private=http.allow_private,
        respect_robots=http.respect_robots,
    )
