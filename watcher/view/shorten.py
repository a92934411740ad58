"""Shortening a view until its rendered text fits: summaries go first, then titles, then whole articles.

What is shortened is plain text before it is rendered, so markup is never cut in the middle.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from watcher.view import (
    AlertView,
    ArticleView,
    DigestView,
    EditedView,
    GroupView,
    NoticeView,
    PieceView,
    View,
)

_MORE = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How much of a view to keep: characters of its texts, and numbers of its lists."""

    summary: int = 1000
    title: int = 300
    detail: int = 200
    """Of each author, label, watch, error and source name."""
    details: int = 10
    """How many authors, labels and watches of an article."""
    sources: int = 100
    notice: int = 8000


FULL = Cut()
"""The most that a message is the place for."""

LADDER = (
    Cut(summary=500, notice=2500),
    Cut(summary=240, notice=1200),
    Cut(summary=120, notice=500),
    Cut(summary=0, notice=250, sources=30),
    Cut(summary=0, notice=120, sources=10, title=200, detail=120, details=6),
    Cut(summary=0, notice=120, sources=10, title=150, detail=80, details=4),
    Cut(summary=0, notice=120, sources=5, title=120, detail=60, details=3),
    Cut(summary=0, notice=80, sources=3, title=90, detail=40, details=2),
    Cut(summary=0, notice=60, sources=0, title=60, detail=30, details=1),
)
"""Step by step to the least that still tells the news."""


READABLE = LADDER[:5]
"""Down to what a list of many articles is still good to read in; the rest then goes into another message."""


def fit(
    view: View,
    render: Callable[[View], str],
    fits: Callable[[str], bool],
    ladder: Sequence[Cut] = LADDER,
) -> str | None:
    """Return the fullest rendering of `view` that fits, or None where even the shortest does not.

    What is cut more, or shows fewer articles, must render shorter.
    """
    full = render(view)
    if fits(full):
        return full
    shortest, total = cut_view(view, ladder[-1]), count_articles(view)
    return _first_fit(len(ladder), lambda step: render(cut_view(view, ladder[step])), fits) or _first_fit(
        total - 1, lambda step: render(keep_articles(shortest, total - 1 - step)), fits
    )


def _first_fit(steps: int, render: Callable[[int], str], fits: Callable[[str], bool]) -> str | None:
    """Return the rendering of the first of `steps` ever shorter steps that fits, by halving."""
    best: str | None = None
    low, high = 0, steps - 1
    while low <= high:
        middle = (low + high) // 2
        text = render(middle)
        if fits(text):
            best, high = text, middle - 1
        else:
            low = middle + 1
    return best


def cut_view(view: View, cut: Cut) -> View:
    """Return the view with its texts and lists shortened."""
    if isinstance(view, NoticeView):
        return replace(view, text=shorten(view.text, cut.notice))
    if isinstance(view, AlertView):
        return replace(view, articles=tuple(_cut_article(article, cut) for article in view.articles))
    if isinstance(view, EditedView):
        return replace(view, article=_cut_article(view.article, cut))
    kept = view.sources[: cut.sources]
    return replace(
        view,
        groups=tuple(_cut_group(group, cut) for group in view.groups),
        sources=tuple(
            replace(source, name=shorten(source.name, cut.detail), error=shorten(source.error, cut.detail))
            for source in kept
        ),
        more_sources=view.more_sources + len(view.sources) - len(kept),
    )


def count_articles(view: View) -> int:
    """Return how many articles a view shows."""
    if isinstance(view, NoticeView):
        return 0
    if isinstance(view, EditedView):
        return 1
    if isinstance(view, AlertView):
        return len(view.articles)
    return sum(len(group.articles) for group in view.groups)


def keep_articles(view: View, number: int) -> View:
    """Return the view with its first `number` articles; the rest only counted, in `more`."""
    if isinstance(view, NoticeView | EditedView):
        return view
    more = view.more + max(0, count_articles(view) - number)
    if isinstance(view, AlertView):
        return replace(view, articles=view.articles[:number], more=more)
    return replace(view, groups=tuple(_first_articles(view, number)), more=more)


def shorten(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, an ellipsis included: at a space near the end where there is one.

    Never cuts between a letter and its accents or between the parts of one emoji.
    """
    if len(text) <= limit:
        return text
    if limit <= 1:
        return ""
    end = limit - 1
    space = text.rfind(" ", 0, end + 1)
    end = space if space > limit * 2 // 3 else _cluster_start(text, end)
    return f"{text[:end].rstrip(' ,;:–—-')}{_MORE}"


def _cluster_start(text: str, end: int) -> int:
    """Move a cut back to where no character that belongs to the one before it comes after it."""
    while end > 0 and (_joins(text[end]) or text[end - 1] == "\u200d" or _splits_flag(text, end)):
        end -= 1
    return end


def _joins(character: str) -> bool:
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return character == "\u200d" or is_skin_tone or unicodedata.category(character) in {"Mn", "Mc", "Me"}


def _splits_flag(text: str, end: int) -> bool:
    """Tell whether a cut falls between the two letters of a flag: an odd number of them stands before it."""
    before = 0
    while end - before > 0 and "\U0001f1e6" <= text[end - before - 1] <= "\U0001f1ff":
        before += 1
    return before % 2 == 1 and "\U0001f1e6" <= text[end] <= "\U0001f1ff"


def _first_articles(view: DigestView, number: int) -> Iterator[GroupView]:
    for group in view.groups:
        kept = tuple(islice(group.articles, max(0, number)))
        number -= len(kept)
        if kept:
            yield replace(group, articles=kept)


def _cut_group(group: GroupView, cut: Cut) -> GroupView:
    return replace(
        group,
        label=shorten(group.label, cut.detail),
        query=shorten(group.query, cut.detail),
        articles=tuple(_cut_article(article, cut) for article in group.articles),
    )


def _first_pieces(pieces: tuple[PieceView, ...], limit: int) -> tuple[PieceView, ...]:
    """Return the first `limit` characters of pieces, an ellipsis included where more follow."""
    if sum(len(piece.text) for piece in pieces) <= limit:
        return pieces
    kept, room = [], limit - len(_MORE)
    for piece in pieces:
        if room > 0:
            end = _cluster_start(piece.text, room) if room < len(piece.text) else room
            kept.append(replace(piece, text=piece.text[:end]))
        room -= len(piece.text)
    return (*kept, PieceView("same", _MORE)) if kept else ()


def _cut_article(article: ArticleView, cut: Cut) -> ArticleView:
    def few(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(shorten(text, cut.detail) for text in texts[: cut.details])

    title, summary = shorten(article.title, cut.title), shorten(article.summary, cut.summary)
    return replace(
        article,
        title=title,
        title_pieces=_first_pieces(article.title_pieces, len(title)),
        summary=summary,
        summary_pieces=_first_pieces(article.summary_pieces, len(summary)),
        before=shorten(article.before, cut.title),
        changes=_first_pieces(article.changes, 2 * cut.title),
        authors=few(article.authors),
        labels=few(article.labels),
        source=shorten(article.source, cut.detail),
        also=tuple(
            replace(one, title=shorten(one.title, cut.title), source=shorten(one.source, cut.detail))
            for one in article.also
        ),
        told=shorten(article.told, cut.title),
        watches=tuple(
            replace(watch, label=shorten(watch.label, cut.detail), query=shorten(watch.query, cut.detail))
            for watch in article.watches[: cut.details]
        ),
    )
