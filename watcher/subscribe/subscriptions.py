"""What subscribers ask for, done: they are chats of the bot `email`, which is no bot but a page and mails.

Whoever asks hears the same, known here or not: the page tells nobody's address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from notifiers.email.options import mailbox
from watcher import plan
from watcher.bot.times import NoTime, NoZone, read_clock, read_days, read_zone
from watcher.errors import LinkError, QueryError, SubscribeError, TooManyAsked
from watcher.models import DigestTime, Preferences, Watch
from watcher.rules import CHAT_LIMITS
from watcher.store.port import Store
from watcher.subscribe.limits import Limit
from watcher.subscribe.links import SUBSCRIBERS, Links, Wish
from watcher.watchbook import WatchBook

HOUR = timedelta(hours=1)
LONGEST_ADDRESS = 254
"""Characters (RFC 5321 as corrected by erratum 1690)."""

_CONFIRM = (
    "Somebody, we hope you, asked for news to be sent to this address. If it was you, confirm it with this "
    "link, which is good for two days. If it was not, do nothing: nothing more will come.\n\n{link}"
)
_RETURN = "You asked for the link to your watches. It is good for 30 days.\n\n{link}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the page of a subscriber shows."""

    address: str
    active: bool
    watches: tuple[Watch, ...]
    digest: DigestTime | None
    zone: str


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
        """Send a mail with the link that confirms a wish; without a query, one that leads to the watches.

        `peer` is who asks. Raises `SubscribeError` for a wish that cannot be fulfilled, or one too many.
        """
        now = self._clock()
        address = read_address(wish.address)
        self._checked(wish)
        self._ration(address, peer, now)
        if wish.query:
            wish = replace(wish, address=address)
            await self._write(wish, _CONFIRM.format(link=self._links.confirm(wish, now)), now)
        elif self._is_subscriber(address):
            text = _RETURN.format(link=self._links.manage(address, now))
            await self._write(replace(wish, address=address), text, now)

    def wish(self, token: str) -> Wish:
        """Return what a link would confirm. Raises `LinkError`."""
        return self._links.wish_of(token, self._clock())

    async def confirm(self, token: str) -> str:
        """Do what was asked; return the link to the watches. Raises `SubscribeError`."""
        wish, now = self.wish(token), self._clock()
        preferences = self._checked(wish)
        chat = _chat(wish.address)
        await self._book.chat_seen(chat, wish.address, now)
        await self._add(chat, wish.query, now)
        await self._book.prefer(
            chat, lambda old: replace(old, digest=preferences.digest, timezone=preferences.timezone)
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
        )

    async def stop(self, token: str, watch_id: int) -> None:
        """Stop a watch of the subscriber's own; one that is gone or another's is left alone."""
        await self._book.remove(watch_id, _chat(self._owner(token)))

    async def add(self, token: str, query: str) -> None:
        """Watch for more. Raises `SubscribeError`."""
        chat = _chat(self._owner(token))
        self._read(query)
        await self._book.chat_seen(chat, chat.partition(":")[2], self._clock())
        await self._add(chat, query, self._clock())

    async def choose(self, token: str, wish: Wish) -> None:
        """Change when mails come. Raises `SubscribeError`."""
        chat = _chat(self._owner(token))
        chosen = self._times(wish)
        await self._book.prefer(
            chat, lambda old: replace(old, digest=chosen.digest, timezone=chosen.timezone)
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
            raise SubscribeError(str(error).replace("`", "")) from None

    def _times(self, wish: Wish) -> Preferences:
        try:
            zone = read_zone(wish.zone) if wish.zone else self._zone
            at = read_clock(wish.at) if wish.at else None
        except NoZone as error:
            hint = f" Did you mean {error.near}?" if error.near else " Write one such as Asia/Seoul."
            raise SubscribeError(f'There is no timezone "{wish.zone}".{hint}') from None
        except NoTime:
            raise SubscribeError(f'"{wish.at}" is not a time. Write HH:MM, such as 08:00.') from None
        days = read_days(wish.days)
        if wish.at and (at is None or not days):
            raise SubscribeError("Write a time such as 08:00, and days such as daily, weekdays or mon,thu.")
        digest = DigestTime(at=at, days=days, empty=False) if at is not None and days else None
        return Preferences(timezone=zone, digest=digest)

    def _ration(self, address: str, peer: str, now: datetime) -> None:
        asked = ((self._by_address, address), (self._by_peer, peer), (self._by_all, ""))
        if not all(limit.has_room(key, now) for limit, key in asked):
            raise TooManyAsked("That was asked too often. Try again in an hour.")
        for limit, key in asked:
            limit.count(key, now)

    def _owner(self, token: str) -> str:
        address = self._links.address_of("manage", token, self._clock())
        if self._book.chat(_chat(address)) is None:
            raise LinkError("Nothing is known of this address any more.")
        return address

    def _is_subscriber(self, address: str) -> bool:
        chat = self._book.chat(_chat(address))
        return chat is not None and chat.active

    # --- what is done

    async def _add(self, chat: str, query: str, now: datetime) -> None:
        if len(self._book.of(chat)) >= self._max_watches:
            raise SubscribeError(f"You have {self._max_watches} watches; stop one first.")
        watch = Watch(id=0, owner=chat, query=query, destinations=(chat,), created_at=now)
        await self._book.add(watch)

    async def _write(self, wish: Wish, text: str, now: datetime) -> None:
        """Queue a mail; the same asked again within the hour is the same mail."""
        occasion = sha256(f"{wish!r}{now:%Y-%m-%dT%H}".encode()).hexdigest()[:24]
        owed = plan.notices(f"subscribe:{occasion}", text, (_chat(wish.address),), now)
        if await self._store.enqueue(owed):
            self._wake()


def read_address(text: str) -> str:
    """Return an address in the one form that it is kept in. Raises `SubscribeError`."""
    try:
        parsed = mailbox(text.strip())
    except ValueError:
        raise SubscribeError("Write an address as name@example.org") from None
    address = parsed.addr_spec.lower()
    if parsed.display_name or len(address) > LONGEST_ADDRESS or "." not in parsed.domain:
        raise SubscribeError("Write an address as name@example.org")
    return address


def _chat(address: str) -> str:
    return f"{SUBSCRIBERS}:{address}"
