"""Changes that a listing page may go through from one poll to the next, by chance but reproducible."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from watcher.extract.again.cut import Cut, Edges, cut
from watcher.extract.decode import decode
from watcher.models import Page

_WORDS = (
    "harbour",
    "tariff",
    "satellite",
    "drought",
    "railway",
    "vaccine",
    "council",
    "museum",
    "river",
    "glacier",
)
_TEXT = re.compile(r">([^<>]*[^\W\d_]{3}[^<>]*)<")
_HREF = re.compile(r"""(href=["'][^"'#?]*?)(["'])""")
_LOG_IN = (
    b"<html><body><h1>Log in</h1><form><input type=password name=p><button>Go</button></form></body></html>"
)

Records = list[str]
Change = Callable[[random.Random, Page], Page]


class Changes:
    """Changes to the records of one page, whose edges are known, and to the page as a whole."""

    def __init__(self, edges: Edges) -> None:
        self._edges = edges
        self.likely = (self.come, self.come, self.come_and_go, self.wait)
        """What most polls show."""
        self.any = (
            *self.likely, self.go, self.swap, self.edit, self.restyle, self.repeat, self.open_up, self.age,
            self.date, self.empty, self.log_in, self.cut_off, self.noise, self.sidebar, self.base, self.move,
            self.declare, self.charset, self.slip, self.link, self.lay_out, self.flood,
        )  # fmt: skip

    def come(self, chance: random.Random, page: Page) -> Page:
        return self._with(page, lambda found: [self._new(chance, found), *found])

    def come_and_go(self, chance: random.Random, page: Page) -> Page:
        return self._with(page, lambda found: [self._new(chance, found), *found[:-1]])

    def flood(self, chance: random.Random, page: Page) -> Page:
        return self._with(page, lambda found: [self._new(chance, found) for _ in range(4)] + found)

    def wait(self, chance: random.Random, page: Page) -> Page:
        at = page.fetched_at
        return replace(page, fetched_at=at and at + timedelta(minutes=chance.choice((1, 90, 2000))))

    def go(self, chance: random.Random, page: Page) -> Page:
        place = chance.randrange(40)
        return self._with(page, lambda found: found[:place] + found[place + 1 :])

    def swap(self, chance: random.Random, page: Page) -> Page:
        return self._with(page, lambda found: chance.sample(found, len(found)))

    def edit(self, chance: random.Random, page: Page) -> Page:
        return self._one(chance, page, lambda one: _TEXT.sub(f">{_said(chance)}<", one, count=1))

    def restyle(self, chance: random.Random, page: Page) -> Page:
        return self._one(chance, page, lambda one: one.replace('class="', 'class="sponsored ', 2))

    def repeat(self, chance: random.Random, page: Page) -> Page:
        return self._with(page, lambda found: [*found, chance.choice(found)])

    def open_up(self, chance: random.Random, page: Page) -> Page:
        what = chance.choice(
            ("<!--", "<b>", "<div>", "</div>", "</ul>", "<script>", "<a href='", "<select>", "<p>")
        )
        return self._one(chance, page, lambda one: _TEXT.sub(lambda t: f">{t[1]}{what}<", one, count=1))

    def age(self, chance: random.Random, page: Page) -> Page:
        said = chance.choice(("3 hours ago", "yesterday", "22 November", "just now"))
        return self._one(chance, page, lambda one: self._ended(one, f"<span>{said}</span>"))

    def date(self, chance: random.Random, page: Page) -> Page:
        said = chance.choice(("04/05/2026", "25/05/2026", "05/25/2026"))
        return self._one(chance, page, lambda one: self._ended(one, f"<span>{said}</span>"))

    def link(self, chance: random.Random, page: Page) -> Page:
        said = chance.choice(("Next", "»", "12 comments", "The drought has come to the harbour for good"))
        return self._one(chance, page, lambda one: self._ended(one, f'<a href="/else/{said}">{said}</a>'))

    def lay_out(self, chance: random.Random, page: Page) -> Page:
        what = chance.choice(("<hr>", "<!-- ad -->", "<p>Advertisement</p>", "<h2>Older</h2>", "12 May 2026"))
        return self._one(chance, page, lambda one: one + what)

    def empty(self, chance: random.Random, page: Page) -> Page:
        return self._with(page, lambda _: ["<p>No articles found.</p>"])

    def log_in(self, chance: random.Random, page: Page) -> Page:
        return replace(page, body=_LOG_IN)

    def cut_off(self, chance: random.Random, page: Page) -> Page:
        return replace(page, body=page.body[: chance.randrange(1, len(page.body))])

    def noise(self, chance: random.Random, page: Page) -> Page:
        script = (
            f"<script nonce='{chance.random()}'>var t = {chance.random()};</script><!-- {chance.random()} -->"
        )
        return self._text(
            page, lambda text: re.sub(r"(?i)</head>|</body>", lambda end: script + end[0], text)
        )

    def sidebar(self, chance: random.Random, page: Page) -> Page:
        box = f'<aside><h2>Most read</h2><a href="/x/{chance.random()}">{_said(chance)}</a></aside>'
        return self._text(
            page, lambda text: re.sub(r"(?i)<body[^>]*>|</body>", lambda b: f"{b[0]}{box}", text)
        )

    def base(self, chance: random.Random, page: Page) -> Page:
        base = f'<base href="https://other{chance.randrange(3)}.example/">'
        return self._text(page, lambda text: re.sub(r"(?i)<head[^>]*>", lambda h: h[0] + base, text, count=1))

    def declare(self, chance: random.Random, page: Page) -> Page:
        def declared(text: str) -> str:
            link = chance.choice(_HREF.findall(text) or [("", "")])[0][6:]
            said = f'{{"@type": "NewsArticle", "url": "{link}", "datePublished": "2026-01-02"}}'
            script = f'<script type="application/ld+json">{said}</script>'
            return re.sub(r"(?i)</head>", lambda end: script + end[0], text, count=1)

        return self._text(page, declared)

    def charset(self, chance: random.Random, page: Page) -> Page:
        return replace(page, charset=chance.choice((None, "utf-8", "iso-8859-1", "windows-1251")))

    def move(self, chance: random.Random, page: Page) -> Page:
        return replace(page, url=f"https://news.example/{chance.choice(('list', 'other'))}/")

    def slip(self, chance: random.Random, page: Page) -> Page:
        at = chance.randrange(len(page.body))
        return replace(page, body=page.body[:at] + page.body[at + chance.randrange(1, 200) :])

    def _new(self, chance: random.Random, found: Records) -> str:
        one = _HREF.sub(lambda h: f"{h[1]}-{chance.randrange(10**6)}{h[2]}", chance.choice(found))
        return _TEXT.sub(lambda text: f">{_said(chance)}<" if len(text[1]) > 25 else text[0], one)

    def _ended(self, one: str, what: str) -> str:
        return one.removesuffix(self._edges.closing) + what + self._edges.closing

    def _one(self, chance: random.Random, page: Page, change: Callable[[str], str]) -> Page:
        def changed(found: Records) -> Records:
            place = chance.randrange(len(found))
            return [change(one) if at == place else one for at, one in enumerate(found)]

        return self._with(page, changed)

    def _with(self, page: Page, change: Callable[[Records], Records]) -> Page:
        def changed(text: str) -> str:
            parts = cut(text, self._edges)
            return text if parts is None else _joined(parts, change(list(parts.records)))

        return self._text(page, changed)

    def _text(self, page: Page, change: Callable[[str], str]) -> Page:
        text, _ = decode(page)
        return replace(page, body=change(text).encode("utf-8", "replace"), charset="utf-8")


def _joined(parts: Cut, records: Records) -> str:
    return parts.head + "\n".join(records) + parts.tail


def _said(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randrange(3, 12))).capitalize()
