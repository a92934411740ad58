"""The status for people, at `/`, and for programs, at `/status.json` and `/metrics`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from watcher.errors import StoreError
from watcher.web.answers import HEADERS, html
from watcher.web.gate import Gate
from watcher.web.metrics import exposition
from watcher.web.status import Status
from watcher.wording.dates import span as span_text

Answer = Callable[[Status], web.Response]


def routes(
    read_status: Callable[[], Awaitable[Status]], gate: Gate, zone: ZoneInfo
) -> tuple[web.RouteDef, ...]:
    """Return the routes of the three; times are shown in `zone`."""

    def serve(answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def served(request: web.Request) -> web.Response:
            if not gate.admits(request):
                return gate.refusal()
            try:
                return answer(await read_status())
            except StoreError as error:
                return web.Response(status=503, text=f"The store does not answer: {error}")

        return served

    def page(status: Status) -> web.Response:
        return html("status", told=status, clock=_Clock(datetime.fromisoformat(status.now), zone))

    return (
        web.get("/", serve(page)),
        web.get("/status.json", serve(lambda status: web.json_response(status.as_json(), headers=HEADERS))),
        web.get("/metrics", serve(_metrics)),
    )


def _metrics(status: Status) -> web.Response:
    return web.Response(
        body=exposition(status).encode(),
        headers={**HEADERS, "Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
    )


class _Clock:
    """How the page writes times, which a status has as ISO 8601 texts."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self._now = now
        self._zone = zone

    def ago(self, text: str | None) -> str:
        """Return `5 minutes ago`, `in 2 hours`, or `never`."""
        if not text:
            return "never"
        span = self._now - datetime.fromisoformat(text)
        if abs(span) < timedelta(seconds=60):
            return "just now"
        return f"{span_text(span)} ago" if span > timedelta(0) else f"in {span_text(-span)}"

    def at(self, text: str | None) -> str:
        """Return `2026-11-22 08:00`, in the page's zone; empty for none."""
        return f"{datetime.fromisoformat(text).astimezone(self._zone):%Y-%m-%d %H:%M}" if text else ""

    def span(self, seconds: float | None) -> str:
        """Return a span in words; empty for none."""
        return str(span_text(timedelta(seconds=seconds))) if seconds else ""

    @property
    def zone(self) -> str:
        """Return the name of the page's zone."""
        return self._zone.key
