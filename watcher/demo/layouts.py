"""One listing in five layouts, as a news site might change them over five years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

from watcher.demo.articles import Story

Layout = Callable[[Sequence[tuple[Story, date]]], str]


def page(layout: Layout, stories: Sequence[tuple[Story, date]]) -> str:
    """Return the whole page, newest story first."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Foreign Relations | The Strait Gazette</title></head>
<body>
<header><a href="/"><img src="/logo.svg" alt="The Strait Gazette"></a>
<nav><ul><li><a href="/news">News</a></li><li><a href="/business">Business</a></li>
<li><a href="/culture">Culture</a></li><li><a href="/podcast">Podcast</a></li></ul></nav></header>
<main><h1>Foreign Relations</h1><p>How the island republic gets along with its neighbours</p>
{layout(stories)}
</main>
<footer><a href="/about">About us</a> <a href="/contact">Contact</a> <a href="/terms">Terms</a></footer>
</body></html>"""


def plain(stories: Sequence[tuple[Story, date]]) -> str:
    """Headings, a paragraph, a byline."""
    return "\n".join(
        f"<div class='entry'><h3><a href='/2020/{s.slug}/'>{escape(s.title)}</a></h3>"
        f"<p>{escape(s.summary)}</p>"
        f"<p class='meta'>{escape(', '.join(s.authors))} {_long(day)}</p></div>"
        for s, day in stories
    )


def cards(stories: Sequence[tuple[Story, date]]) -> str:
    """Cards that repeat the title as image text and as hidden link text; authors with bars between."""
    return "<section class='grid'>" + "\n".join(map(_card, stories)) + "</section>" + _pager()


def _card(story: tuple[Story, date]) -> str:
    s, day = story
    title, href = escape(s.title), f"/2020/{s.slug}/"
    return f"""<article class="card">
<a href="{href}"><img src="/img/{s.slug}.jpg" alt="{title}"></a>
<div class="card-body"><h2><a href="{href}">{title}</a></h2><p>{escape(s.summary)}</p>
<a class="stretched" href="{href}"><span class="sr-only">{title}</span></a>
<div class="by"><img src="/face.png" alt="{escape(s.authors[0])}">
<span>{escape(" | ".join(s.authors))}</span> <time datetime="{day.isoformat()}">{_long(day)}</time></div>
</div></article>"""


def labelled(stories: Sequence[tuple[Story, date]]) -> str:
    """A label above each title, the author's name twice in a row, a banner between."""
    banner = "<div class='banner'><a href='/subscribe'><img src='/banner.png' alt='Subscribe'></a></div>"
    rows = [
        f"<li class='post'><span class='tag'>{escape(s.label)}</span>"
        f"<h4><a href='/2020/{s.slug}/'>{escape(s.title)}</a></h4><p>{escape(s.summary)}</p>"
        f"<span class='author'><a href='/author'><img src='/f.png' alt='{escape(s.authors[0])}'></a>"
        f"<a href='/author'>{escape(s.authors[0])}</a></span> <span class='date'>{_long(day)}</span></li>"
        for s, day in stories
    ]
    return banner + "<ul class='posts'>" + "\n".join(rows) + "</ul>" + _pager()


def table(stories: Sequence[tuple[Story, date]]) -> str:
    """A table with a header row."""
    rows = "\n".join(
        f"<tr><td>{day:%d.%m.%Y}</td><td><a href='/2020/{s.slug}/'>{escape(s.title)}</a><br>"
        f"<small>{escape(s.summary)}</small></td><td>{escape(', '.join(s.authors))}</td></tr>"
        for s, day in stories
    )
    return f"<table><tr><th>Date</th><th>Title</th><th>Author</th></tr>{rows}</table>"


def bare(stories: Sequence[tuple[Story, date]]) -> str:
    """No dates, no authors."""
    return "\n".join(
        f"<div class='teaser'><div class='t'><a href='/2020/{s.slug}/'>{escape(s.title)}</a></div>"
        f"<div class='s'>{escape(s.summary)}</div></div>"
        for s, _ in stories
    )


LAYOUTS: dict[str, Layout] = {
    "plain": plain,
    "cards": cards,
    "labelled": labelled,
    "table": table,
    "bare": bare,
}


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _pager() -> str:
    links = " ".join(f"<a href='/foreign-relations/page/{n}/'>{n}</a>" for n in range(2, 6))
    return (
        f"<nav class='pages'><b>1</b> {links} <a href='/foreign-relations/page/2/' rel='next'>Next</a></nav>"
    )
