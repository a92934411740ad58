"""A fetch, hop by hop: may we (guard, robots), is it our turn (pace), ask (client), go on (redirects)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from types import TracebackType
from typing import Self

from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from notifiers.guard import Guard
from notifiers.retry_after import retry_after
from watcher.errors import AddressRefused, FetchError
from watcher.fetch import robots
from watcher.fetch.client import Answer, Client
from watcher.fetch.guard import check, parsed
from watcher.fetch.pace import Allowance, Pace
from watcher.fetch.redirects import follow
from watcher.fetch.settings import FetchSettings
from watcher.models import Page, Validators

_ROBOTS_TIMEOUT = 10.0
"""Seconds: a robots.txt must not hold up the page for long."""


_NEVER_FETCHED = Validators()


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came back. `page` is None where it is the same as last time."""

    page: Page | None
    validators: Validators
    """For the next fetch, once this page is believed."""
    url: str
    """Where the page was found, after redirects."""


class Fetcher:
    """Fetches pages from anywhere, politely and safely. Make it inside a running loop; close it.

    Keeps connections and robots rules, but nothing about a page: the caller keeps the validators. Retries
    nothing and reads nothing into a body.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        clock: Callable[[], datetime] = _utc_now,
        resolver: AbstractResolver | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._settings = settings or FetchSettings()
        self._clock = clock
        self._guard = guard or Guard(allow_private=self._settings.allow_private)
        self._client = Client(self._settings, self._guard, resolver or ThreadedResolver())
        self._pace = Pace(at_once=self._settings.per_host, delay=self._settings.per_host_delay)
        self._robots = robots.Robots(self._ask_for_robots, clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()

    async def fetch(
        self,
        url: str,
        validators: Validators = _NEVER_FETCHED,
        *,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Fetched:
        """Fetch a page, unless it is the one that `validators` came with.

        `headers` are sent along, to the origin of `url` only. Raises `FetchError`: `AddressRefused`,
        `TooLarge`, or with the `status` of an answer that is no page.
        """
        start = parsed(url)
        ask = partial(self._ask, Allowance(self._settings.total_timeout))
        answer = await follow(
            ask, start, _conditions(validators), own_headers=dict(headers), most=self._settings.max_redirects
        )
        if answer.status == 304:
            return _unchanged(answer, validators)
        if not 200 <= answer.status < 300:
            raise self._refused(answer)
        return self._fetched(answer, validators)

    async def _ask(self, allowance: Allowance, url: URL, headers: Mapping[str, str]) -> Answer:
        check(url, self._guard)
        delay = await self._robots_delay(url)
        async with self._pace.turn(url.host or "", delay):
            try:
                async with allowance:
                    return await self._client.get(url, headers, self._settings.max_bytes)
            except TimeoutError:
                seconds = self._settings.total_timeout
                raise FetchError(f"{url.host}: no complete answer within {seconds:g} s") from None

    async def _robots_delay(self, url: URL) -> float:
        if not self._settings.respect_robots:
            return 0.0
        verdict = await self._robots.verdict(url)
        if not verdict.allowed:
            raise AddressRefused(f"{url.host}: its robots.txt asks us not to fetch {url.raw_path}")
        return verdict.delay

    async def _ask_for_robots(self, url: URL) -> Answer:
        allowance = Allowance(min(_ROBOTS_TIMEOUT, self._settings.total_timeout))

        async def ask(url: URL, headers: Mapping[str, str]) -> Answer:
            check(url, self._guard)
            async with allowance:
                return await self._client.get(url, headers, robots.MAX_BYTES)

        try:
            return await follow(ask, url, {}, most=5)
        except TimeoutError:
            raise FetchError(f"{url.host}: no robots.txt in time") from None

    def _refused(self, answer: Answer) -> FetchError:
        wish = retry_after(answer.headers.get("Retry-After"), self._clock())
        return FetchError(
            f"{answer.url.host}: answered {_status(answer.status)}", status=answer.status, retry_after=wish
        )

    def _fetched(self, answer: Answer, last: Validators) -> Fetched:
        validators = Validators(
            etag=_ascii(answer.headers.get("ETag")),
            last_modified=_ascii(answer.headers.get("Last-Modified")),
            body_hash=sha256(answer.body).hexdigest(),
        )
        same = validators.body_hash == last.body_hash
        page = None if same else self._page(answer)
        return Fetched(page=page, validators=validators, url=_shown(answer.url))

    def _page(self, answer: Answer) -> Page:
        return Page(
            url=_shown(answer.url),
            body=answer.body,
            content_type=_ascii(answer.content_type) or "",
            charset=_ascii(answer.charset),
            fetched_at=self._clock(),
        )


def _conditions(validators: Validators) -> dict[str, str]:
    conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _unchanged(answer: Answer, last: Validators) -> Fetched:
    validators = replace(
        last,
        etag=_ascii(answer.headers.get("ETag")) or last.etag,
        last_modified=_ascii(answer.headers.get("Last-Modified")) or last.last_modified,
    )
    return Fetched(page=None, validators=validators, url=_shown(answer.url))


def _shown(url: URL) -> str:
    return str(url.with_user(None) if url.user or url.password else url)


def _ascii(header: str | None) -> str | None:
    """Return a header's value unless it has bytes that could be neither stored nor sent back."""
    return header if header and header.isascii() and header.isprintable() else None


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
