"""The links in mails to subscribers. Pure, but for the key, which the store keeps."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from watcher.store.port import Store
from watcher.subscribe import tokens

SUBSCRIBERS = "email"
"""What the destinations of subscribers begin with: `email:a@example.org`."""
CONFIRM_FOR = timedelta(days=2)
MANAGE_FOR = timedelta(days=30)
FORM_FOR = timedelta(hours=12)

_KEY = "links:key"


async def links_key(store: Store) -> str:
    """Return the key that links are signed with; make it where there is none yet. Raises `StoreError`."""
    await store.put_new(_KEY, secrets.token_hex(32))
    return await store.get(_KEY) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asked for. The texts are as typed; `Subscriptions` checks them."""

    address: str
    query: str = ""
    watches: tuple[int, ...] = ()
    """Ids of a chat's watches to be copied, as they are when it is confirmed; never from outside."""
    at: str = ""
    """`08:00`; empty for each article at once."""
    days: str = "daily"
    zone: str = ""
    """`Asia/Seoul`; empty for the service's own."""
    locale: str = ""
    """The language of the mails and pages, `ko`; empty for that of the browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What stands below a mail to a subscriber."""

    manage: str = ""
    unsubscribe: str = ""


class Links:
    """Makes links that begin with `base`, and reads what they were made for."""

    def __init__(self, base: str, key: str) -> None:
        self.base = base
        self._key = key

    def letter(self, address: str, now: datetime) -> Letter:
        """Return the links of a mail; the one that ends all is good for ever."""
        return Letter(manage=self.manage(address, now), unsubscribe=self._link("unsubscribe", address))

    def manage(self, address: str, now: datetime) -> str:
        """Return the link to the page of somebody's watches."""
        return self._link("manage", address, now + MANAGE_FOR)

    def confirm(self, wish: Wish, now: datetime) -> str:
        """Return the link that confirms a wish. All of it is in there: nothing is stored until then."""
        asked = {name: value for name, value in asdict(wish).items() if value}
        return self._link("confirm", json.dumps(asked, ensure_ascii=False), now + CONFIRM_FOR)

    def form(self, now: datetime) -> str:
        """Return what a form carries, so that only ours is answered."""
        return tokens.sign(self._key, "form", "", now + FORM_FOR)

    def seal(self, delivery: str) -> str:
        """Return a word for a delivery that nobody else can make."""
        return tokens.sign(self._key, "message", delivery).rpartition(".")[2]

    def address_of(self, purpose: str, token: str, now: datetime) -> str:
        """Return whose link it is. Raises `LinkError`."""
        return tokens.read(self._key, purpose, token, now)

    def wish_of(self, token: str, now: datetime) -> Wish:
        """Return what a link confirms. Raises `LinkError`."""
        wish = Wish(**json.loads(tokens.read(self._key, "confirm", token, now)))
        return replace(wish, watches=tuple(wish.watches))

    def _link(self, purpose: str, subject: str, ends: datetime | None = None) -> str:
        return f"{self.base}/{purpose}/{tokens.sign(self._key, purpose, subject, ends)}"
