"""A small news site on loopback whose listing moves on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from aiohttp import web

from watcher.demo.articles import Story
from watcher.demo.layouts import LAYOUTS, page

PAGE_SIZE = 10


class Site:
    """Serves one listing, with an ETag. `publish`, `correct`, `layout`, `broken` change it while it runs."""

    def __init__(self, stories: tuple[Story, ...], *, layout: str, today: date) -> None:
        self.layout = layout
        self.broken = False
        """Whether it answers 503 to all who ask."""
        self.requests = 0
        self._today = today
        self._dated = [(story, today - timedelta(days=1 + age // 3)) for age, story in enumerate(stories)]
        self._runner: web.AppRunner | None = None
        self.url = ""

    def publish(self, story: Story) -> None:
        """Put a story on top; the last one scrolls off."""
        self._dated.insert(0, (story, self._today))

    def correct(self, story: Story, title: str) -> None:
        """Give a published story another headline at the same address."""
        corrected = replace(story, title=title, first_title=story.first_title or story.title)
        self._dated = [(corrected if shown == story else shown, day) for shown, day in self._dated]

    async def start(self, port: int = 0) -> None:
        """Listen on a free loopback port, or on `port`; `url` is the listing's address afterwards."""
        app = web.Application()
        app.router.add_get("/foreign-relations/", self._serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        host, bound = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{bound}/foreign-relations/"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        self.requests += 1
        if self.broken:
            return web.Response(status=503)
        body = page(LAYOUTS[self.layout], self._dated[:PAGE_SIZE]).encode()
        etag = sha256(body).hexdigest()[:16]
        if request.headers.get("If-None-Match") == f'"{etag}"':
            return web.Response(status=304)
        return web.Response(
            body=body, content_type="text/html", charset="utf-8", headers={"ETag": f'"{etag}"'}
        )
