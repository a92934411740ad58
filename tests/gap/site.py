"""A site whose list goes on over several pages, in the manners that sites have, on loopback."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SUBJECTS = ("Harbour", "Railway", "Council", "Museum", "Bridge", "Orchard", "Airport", "Library", "Market")
VERBS = ("reopens", "delays", "wins", "rejects", "expands", "sells", "repairs")


@dataclass(frozen=True)
class Story:
    """One article; its number rises with time."""

    number: int
    published: datetime

    @property
    def title(self) -> str:
        subject, verb = SUBJECTS[self.number % len(SUBJECTS)], VERBS[self.number % len(VERBS)]
        return f"{subject} {verb} its plan number {self.number} after a long debate"

    @property
    def path(self) -> str:
        return f"/stories/{self.title.lower().replace(' ', '-')}"


@dataclass
class Site:
    """What is published, newest first, and what was asked for. `write` words one page of it."""

    write: Callable[[Site, int], web.Response]
    number_of: Callable[[web.Request], int]
    home: str = "/news/"
    per_page: int = 10
    dated: bool = True
    stories: list[Story] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    before_answer: dict[int, Callable[[], None]] = field(default_factory=dict)
    """By page number: what happens just before it is answered."""
    instead: dict[int, list[web.Response]] = field(default_factory=dict)
    """By page number: answers to give first."""
    published: int = 0
    origin: str = ""

    def publish(self, count: int, at: datetime = START) -> None:
        for _ in range(count):
            number, self.published = self.published, self.published + 1
            self.stories.insert(0, Story(number, at + timedelta(minutes=number)))

    def page(self, number: int) -> Sequence[Story]:
        return self.stories[(number - 1) * self.per_page : number * self.per_page]

    @property
    def last(self) -> int:
        return max(1, -(-len(self.stories) // self.per_page))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        self.asked.append(request.path_qs)
        number = self.number_of(request)
        self.before_answer.pop(number, lambda: None)()
        if self.instead.get(number):
            return self.instead[number].pop(0)
        return self.write(self, number)


@asynccontextmanager
async def serving(site: Site) -> AsyncIterator[Site]:
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        site.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield site
    finally:
        await runner.cleanup()


def in_query(name: str, *, first: int = 1, step: int = 1) -> Callable[[web.Request], int]:
    """Find the page's number in a query parameter that counts from `first` by `step`."""
    return lambda request: (int(request.query.get(name, first)) - first) // step + 1


def in_path(pattern: str) -> Callable[[web.Request], int]:
    """Find the page's number in the path; without it, the page is the first."""

    def number_of(request: web.Request) -> int:
        found = re.search(pattern, request.path)
        return int(found[1]) if found else 1

    return number_of


def html(pager: Callable[[Site, int], str], head: Callable[[Site, int], str] = lambda site, n: "") -> Writer:
    """Word pages in HTML with this pager below the list."""

    def write(site: Site, number: int) -> web.Response:
        return web.Response(text="".join(_html(site, number, pager, head)), content_type="text/html")

    return write


Writer = Callable[[Site, int], web.Response]


def _html(
    site: Site, number: int, pager: Callable[[Site, int], str], head: Callable[[Site, int], str]
) -> Iterator[str]:
    yield f"<!doctype html><html><head><title>The News</title>{head(site, number)}</head><body>"
    yield '<nav><a href="/">Home</a> <a href="/about">About us</a> <a href="/contact">Contact</a></nav>'
    yield "<main><h1>The News</h1>"
    for story in site.page(number):
        when = f'<time datetime="{story.published.isoformat()}">{story.published:%d %B %Y}</time>'
        yield f'<article><h2><a href="{story.path}">{story.title}</a></h2>{when if site.dated else ""}'
        yield f"<p>What happened in matter {story.number}, told at some length by our reporter.</p></article>"
    yield f"{pager(site, number)}</main><footer><p>All rights reserved</p></footer></body></html>"


def link_to(form: str, words: str) -> Callable[[Site, int], str]:
    """Word a link to the next page; `form` has `{n}` for its number."""

    def pager(site: Site, number: int) -> str:
        more = number < site.last
        return f'<div class="more"><a href="{form.format(n=number + 1)}">{words}</a></div>' if more else ""

    return pager


def numbers(form: str) -> Callable[[Site, int], str]:
    """Word a pager of numbers."""

    def pager(site: Site, number: int) -> str:
        links = (
            f"<span>{n}</span>" if n == number else f'<a href="{form.format(n=n)}">{n}</a>'
            for n in range(1, site.last + 1)
        )
        return f'<div class="pager">{" ".join(links)}</div>'

    return pager


def nothing(site: Site, number: int) -> str:
    return ""


def rel_next(form: str) -> Callable[[Site, int], str]:
    """Name the next page in the head."""

    def head(site: Site, number: int) -> str:
        return f'<link rel="next" href="{form.format(n=number + 1)}">' if number < site.last else ""

    return head


def rss(site: Site, number: int, generator: str = "") -> web.Response:
    items = "".join(
        f"<item><title>{s.title}</title><link>{site.origin}{s.path}</link>"
        f"<pubDate>{format_datetime(s.published)}</pubDate></item>"
        for s in site.page(number)
    )
    named = f"<generator>{generator}</generator>" if generator else ""
    body = f'<rss version="2.0"><channel><title>The News</title>{named}{items}</channel></rss>'
    return web.Response(text=body, content_type="application/rss+xml")


def wordpress(site: Site, number: int) -> web.Response:
    return rss(site, number, "https://wordpress.org/?v=6.4.3")


def atom(site: Site, number: int) -> web.Response:
    entries = "".join(
        f"<entry><id>{site.origin}{s.path}</id><title>{s.title}</title>"
        f'<link href="{site.origin}{s.path}"/><updated>{s.published.isoformat()}</updated></entry>'
        for s in site.page(number)
    )
    more = f'<link rel="next" href="?page={number + 1}"/>' if number < site.last else ""
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The News</title>{more}{entries}</feed>'
    return web.Response(text=body, content_type="application/atom+xml")


def jsonfeed(site: Site, number: int) -> web.Response:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The News",
        "items": [{"id": s.path, "url": site.origin + s.path, "title": s.title} for s in site.page(number)],
    }
    if number < site.last:
        feed["next_url"] = f"{site.origin}{site.home}?page={number + 1}"
    return web.Response(text=json.dumps(feed), content_type="application/feed+json")


def api(site: Site, number: int) -> web.Response:
    records = [
        {"id": s.number, "title": s.title, "url": site.origin + s.path, "date": s.published.isoformat()}
        for s in site.page(number)
    ]
    return web.json_response({"results": records})


def text(site: Site, number: int) -> web.Response:
    """Word pages as plain text, as the copy of a page that has lost its links."""
    lines = ["The News", ""]
    for story in site.page(number):
        lines += [story.title, story.title]
        lines += [f"What happened in matter {story.number}, told at some length by our reporter."]
        lines += [f"Ann Example {story.published:%B %d, %Y}"]
    lines += ["1", "2", "3", "...", str(site.last)]
    return web.Response(text="\n".join(lines), content_type="text/plain")


STYLES: dict[str, Callable[[], Site]] = {
    "rel=next": lambda: Site(html(nothing, rel_next("?page={n}")), in_query("page")),
    "numbered pager": lambda: Site(html(numbers("?page={n}")), in_query("page")),
    "numbered folders": lambda: Site(html(numbers("/news/page/{n}/")), in_path(r"/page/(\d+)/")),
    "older posts": lambda: Site(html(link_to("/news/page/{n}/", "Older posts")), in_path(r"/page/(\d+)/")),
    "load more": lambda: Site(html(link_to("?after={n}", "Load more")), in_query("after")),
    "file names": lambda: Site(html(numbers("list_48_{n}.html")), in_path(r"list_48_(\d+)\.html")),
    "an own number, no pager": lambda: Site(html(nothing), in_query("page"), home="/news?page=1"),
    "atom rel=next": lambda: Site(atom, in_query("page")),
    "wordpress feed": lambda: Site(wordpress, in_query("paged"), home="/feed/"),
    "json feed next_url": lambda: Site(jsonfeed, in_query("page")),
    "json api by offset": lambda: Site(
        api, in_query("offset", first=0, step=10), home="/api/news?limit=10&offset=0"
    ),
    "plain text": lambda: Site(text, in_path(r"/page/(\d+)/")),
}
