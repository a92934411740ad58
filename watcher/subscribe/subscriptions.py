"""What subscribers ask for, done: they are chats of the bot `email`, which is no bot but a page and mails.

Whoever asks hears the same, known here or not: the page tells nobody's address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from notifiers.email.options import mailbox
from watcher import plan
from watcher.bot.times import NoTime, NoZone, read_clock, read_days, read_zone
from watcher.errors import LinkError, QueryError, SubscribeError, TooManyAsked
from watcher.models import DigestTime, Preferences, Watch, When
from watcher.rules import CHAT_LIMITS
from watcher.store.port import Store
from watcher.subscribe.limits import Limit
from watcher.subscribe.links import SUBSCRIBERS, Links, Wish
from watcher.watchbook import WatchBook
from watcher.wording.stored import stored
from watcher.wording.text import Text, msg, text

HOUR = timedelta(hours=1)
LONGEST_ADDRESS = 254
"""Characters (RFC 5321 as corrected by erratum 1690)."""

_CONFIRM = msg(
    "Somebody, we hope you, asked for news to be sent to this address. If it was you, confirm it with this "
    "link, which is good for two days. If it was not, do nothing: nothing more will come.\n\n{link}"
)
_RETURN = msg("You asked for the link to your watches. It is good for 30 days.\n\n{link}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a link would confirm."""

    wish: Wish
    queries: tuple[str, ...]
    """What is watched for then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the page of a subscriber shows."""

    address: str
    active: bool
    watches: tuple[Watch, ...]
    digest: DigestTime | None
    zone: str
    locale: str


class Subscriptions:
    """Takes, confirms, changes and ends subscriptions."""

    def __init__(
        self,
        store: Store,
        book: WatchBook,
        links: Links,
        clock: Callable[[], datetime],
        *,
        wake: Callable[[], None],
        zone: str,
        max_watches: int,
    ) -> None:
        self._store = store
        self._book = book
        self._links = links
        self._clock = clock
        self._wake = wake
        self._zone = zone
        self._max_watches = max_watches
        self._by_address = Limit(3, HOUR)
        self._by_peer = Limit(20, HOUR)
        self._by_all = Limit(500, HOUR)

    def form(self) -> str:
        """Return what a form has to carry."""
        return self._links.form(self._clock())

    async def ask(self, form: str, wish: Wish, peer: str) -> None:
        """Answer a form of ours. Raises `SubscribeError`, and `LinkError` for a form that is not ours."""
        self._links.address_of("form", form, self._clock())
        await self.offer(wish, peer)

    async def offer(self, wish: Wish, peer: str) -> None:
        """Send a mail with the link that confirms a wish; for one of nothing, one that leads to the watches.

        `peer` is who asks. Raises `SubscribeError` for a wish that cannot be fulfilled, or one too many.
        """
        now = self._clock()
        address = read_address(wish.address)
        self._checked(wish)
        self._ration(address, peer, now)
        wish = replace(wish, address=address)
        if wish.query or wish.watches:
            await self._write(wish, text(_CONFIRM, link=self._links.confirm(wish, now)), now)
        elif self._is_subscriber(address):
            await self._write(wish, text(_RETURN, link=self._links.manage(address, now)), now)

    def offered(self, token: str) -> Offer:
        """Return what a link would confirm. Raises `LinkError`."""
        wish = self._links.wish_of(token, self._clock())
        return Offer(wish=wish, queries=tuple(watch.query for watch in self._wanted(wish)))

    async def confirm(self, token: str) -> str:
        """Do what was asked; return the link to the watches. Raises `SubscribeError`."""
        wish, now = self._links.wish_of(token, self._clock()), self._clock()
        chosen, wanted = self._checked(wish), self._wanted(wish)
        if not wanted:
            raise SubscribeError(text("Those watches were stopped meanwhile. Ask for another link."))
        chat = _chat(wish.address)
        self._room_for(chat, wanted)
        await self._book.chat_seen(chat, wish.address, now)
        for watch in wanted:
            await self._book.add(replace(watch, owner=chat, destinations=(chat,), created_at=now))
        await self._book.prefer(
            chat,
            lambda old: replace(
                old, digest=chosen.digest, timezone=chosen.timezone, locale=wish.locale or old.locale
            ),
        )
        return self._links.manage(wish.address, now)

    def leaving(self, token: str) -> str:
        """Return the address that a link would end. Raises `LinkError`."""
        return self._links.address_of("unsubscribe", token, self._clock())

    async def unsubscribe(self, token: str) -> str:
        """Send nothing more; return the address. Raises `LinkError`."""
        address = self.leaving(token)
        await self._book.chat_left(_chat(address))
        return address

    async def end(self, token: str) -> str:
        """End all from the page of the watches; return the address. Raises `LinkError`."""
        address = self._owner(token)
        await self._book.chat_left(_chat(address))
        return address

    def account(self, token: str) -> Account:
        """Return what the page of a subscriber shows. Raises `LinkError`."""
        address = self._owner(token)
        chosen = self._book.preferences(_chat(address))
        return Account(
            address=address,
            active=self._is_subscriber(address),
            watches=self._book.of(_chat(address)),
            digest=chosen.digest,
            zone=chosen.timezone or self._zone,
            locale=chosen.locale,
        )

    def locale(self, address: str) -> str:
        """Return the language that a subscriber chose; empty for none."""
        return self._book.preferences(_chat(address)).locale

    async def stop(self, token: str, watch_id: int) -> None:
        """Stop a watch of the subscriber's own; one that is gone or another's is left alone."""
        await self._book.remove(watch_id, _chat(self._owner(token)))

    async def add(self, token: str, query: str) -> None:
        """Watch for more. Raises `SubscribeError`."""
        chat = _chat(self._owner(token))
        self._read(query)
        watch = Watch(id=0, owner=chat, query=query, destinations=(chat,), created_at=self._clock())
        self._room_for(chat, (watch,))
        await self._book.chat_seen(chat, chat.partition(":")[2], self._clock())
        await self._book.add(watch)

    async def choose(self, token: str, wish: Wish) -> None:
        """Change when mails come. Raises `SubscribeError`."""
        chat = _chat(self._owner(token))
        chosen = self._times(wish)
        await self._book.prefer(
            chat,
            lambda old: replace(
                old, digest=chosen.digest, timezone=chosen.timezone, locale=wish.locale or old.locale
            ),
        )

    # --- what is asked

    def _checked(self, wish: Wish) -> Preferences:
        if wish.query:
            self._read(wish.query)
        return self._times(wish)

    def _read(self, query: str) -> None:
        try:
            self._book.read(query, limits=CHAT_LIMITS)
        except QueryError as error:
            said = text("{message} {hint}", message=error.message, hint=error.hint)
            raise SubscribeError(said) from None

    def _times(self, wish: Wish) -> Preferences:
        try:
            zone = read_zone(wish.zone) if wish.zone else self._zone
            at = read_clock(wish.at) if wish.at else None
        except NoZone as error:
            if error.near:
                said = text(
                    'There is no timezone "{word}". Did you mean {near}?', word=wish.zone, near=error.near
                )
            else:
                said = text('There is no timezone "{word}". Write one such as Asia/Seoul.', word=wish.zone)
            raise SubscribeError(said) from None
        except NoTime:
            said = text('"{word}" is not a time. Write HH:MM, such as 08:00.', word=wish.at)
            raise SubscribeError(said) from None
        days = read_days(wish.days)
        if wish.at and (at is None or not days):
            raise SubscribeError(
                text("Write a time such as 08:00, and days such as daily, weekdays or mon,thu.")
            )
        digest = DigestTime(at=at, days=days, empty=False) if at is not None and days else None
        return Preferences(timezone=zone, digest=digest)

    def _ration(self, address: str, peer: str, now: datetime) -> None:
        asked = ((self._by_address, address), (self._by_peer, peer), (self._by_all, ""))
        if not all(limit.has_room(key, now) for limit, key in asked):
            raise TooManyAsked(text("That was asked too often. Try again in an hour."))
        for limit, key in asked:
            limit.count(key, now)

    def _owner(self, token: str) -> str:
        address = self._links.address_of("manage", token, self._clock())
        if self._book.chat(_chat(address)) is None:
            raise LinkError(text("Nothing is known of this address any more."))
        return address

    def _is_subscriber(self, address: str) -> bool:
        chat = self._book.chat(_chat(address))
        return chat is not None and chat.active

    def _wanted(self, wish: Wish) -> tuple[Watch, ...]:
        """Return what a wish asks to be watched: what was typed, or a chat's watches as they are now."""
        if wish.query:
            return (Watch(id=0, owner="", query=wish.query, destinations=()),)
        readable = (watch for watch in self._book.find(wish.watches).values() if self._book.query(watch.id))
        return tuple(replace(watch, id=0, when=When.NOW, muted_until=None) for watch in readable)

    def _room_for(self, chat: str, wanted: Iterable[Watch]) -> None:
        """Raise where a subscriber would have too many watches."""
        new = sum(
            self._book.same(chat, self._book.read(watch.query, watch.language), watch.sources) is None
            for watch in wanted
        )
        if new and len(self._book.of(chat)) + new > self._max_watches:
            raise SubscribeError(
                text("You may have {most} watches; stop some first.", most=self._max_watches)
            )

    # --- what is done

    async def _write(self, wish: Wish, said: Text, now: datetime) -> None:
        """Queue a mail; the same asked again within the hour is the same mail."""
        occasion = sha256(f"{wish!r}{now:%Y-%m-%dT%H}".encode()).hexdigest()[:24]
        kept = stored(said, wish.locale)
        owed = plan.notices(f"subscribe:{occasion}", kept, (_chat(wish.address),), now)
        if await self._store.enqueue(owed):
            self._wake()


def read_address(typed: str) -> str:
    """Return an address in the one form that it is kept in. Raises `SubscribeError`."""
    try:
        parsed = mailbox(typed.strip())
    except ValueError:
        raise SubscribeError(text("Write an address as name@example.org")) from None
    address = parsed.addr_spec.lower()
    if parsed.display_name or len(address) > LONGEST_ADDRESS or "." not in parsed.domain:
        raise SubscribeError(text("Write an address as name@example.org"))
    return address


def _chat(address: str) -> str:
    return f"{SUBSCRIBERS}:{address}"
