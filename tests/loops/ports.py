"""Doubles at the ports: a clock set by hand, a channel that does as told, a site of one page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from notifiers.port import FREE, Limits, Message, Part, Receipt, Refused, Rejected
from watcher.errors import FetchError
from watcher.fetch import Fetched
from watcher.models import Page, Validators

NOTHING = Validators()
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """Stands still until moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


class Channel:
    """A notifier that takes everything, unless `script` holds what to raise next for an address."""

    kind = "console"
    parts: Mapping[str, Part] = {"body": Part("text", 10_000)}

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []
        self.script: dict[str, list[Exception | None]] = {}
        self.hang: set[str] = set()
        self.paces: dict[str, Limits] = {}
        self.at_once = 0
        self.most_at_once = 0

    def limits(self, to: str) -> Limits:
        return self.paces.get(to, FREE)

    async def send(self, to: str, message: Message) -> Receipt:
        if to in self.hang:
            await asyncio.Event().wait()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        if self.script.get(to) and (error := self.script[to].pop(0)):
            raise error
        self.taken.append((to, message))
        return Receipt(str(len(self.taken)))

    async def find(self, to: str, key: str) -> Receipt | None:
        return next((Receipt("found") for at, m in self.taken if (at, m.key) == (to, key)), None)

    async def close(self) -> None:
        return

    def bodies(self, to: str) -> list[str]:
        return [message.parts["body"] for at, message in self.taken if at == to]


class Site:
    """A listing of (title, path) pairs, or a whole HTML page, served without a network."""

    def __init__(self, titles: Sequence[str]) -> None:
        self.titles = list(titles)
        self.html: str | None = None
        self.error: FetchError | None = None
        self.fetches = 0

    async def fetch(
        self,
        url: str,
        validators: Validators = NOTHING,
        *,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Fetched:
        self.fetches += 1
        if self.error:
            raise self.error
        items = "".join(
            f"<item><title>{t}</title><link>https://n.example/{t.lower().replace(' ', '-')}</link></item>"
            for t in self.titles
        )
        text = self.html or f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"
        body, media_type = text.encode(), "text/html" if self.html else "application/rss+xml"
        digest = sha256(body).hexdigest()
        page = Page(url=url, body=body, content_type=media_type, fetched_at=START)
        return Fetched(
            page=None if validators.body_hash == digest else page,
            validators=Validators(body_hash=digest),
            url=url,
        )


class EditingChannel(Channel):
    """A channel whose messages can be changed, until `frozen`; `edit_script` as `script`, for edits."""

    def __init__(self) -> None:
        super().__init__()
        self.edits: list[tuple[str, Message]] = []
        self.edit_script: list[Exception | None] = []
        self.frozen = False

    async def edit(self, to: str, receipt: str, message: Message) -> Receipt:
        if self.frozen:
            raise Rejected("too old")
        error = self.edit_script.pop(0) if self.edit_script else None
        if not isinstance(error, Refused):
            self.edits.append((receipt, message))
        if error:
            raise error
        return Receipt(receipt)
