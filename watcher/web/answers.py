"""Answers that browsers may trust: pages that load nothing, run nothing, and are shown inside of nothing."""

from __future__ import annotations

from aiohttp import web

from watcher.render.pages import page

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    # The address of a page may hold a token.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


def html(name: str, status: int = 200, language: str = "en", **values: object) -> web.Response:
    """Return a page."""
    return web.Response(
        text=page(name, language, **values),
        status=status,
        headers={**HEADERS, "Content-Language": language},
        content_type="text/html",
        charset="utf-8",
    )
