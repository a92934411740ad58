"""Matched words and changed headlines, from the article to the markup of each channel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from notifiers.port import Part
from watcher import view
from watcher.errors import TemplateError
from watcher.models import Article, Delivery, Entry, Event, Watch
from watcher.render import Renderer, emphasis
from watcher.rules import parse
from watcher.store.port import Claim, Stored
from watcher.view import AlertView, EditedView, PieceView
from watcher.view.shorten import Cut, cut_view, shorten

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ARTICLE = Article(
    id="a",
    title="Council widens oil-sanctions & <tariffs>",
    summary="New tariffs on oil. Oil sanctions follow.",
)
Write = Callable[[str, str], Path]


def reader(*queries: str) -> view.Reader:
    watches = {n: Watch(id=n, owner="config", query=q, destinations=("x",)) for n, q in enumerate(queries)}
    return view.Reader(
        zone=ZoneInfo("UTC"),
        now=NOON,
        names={},
        watches=watches,
        queries={n: parse(q) for n, q in enumerate(queries)},
    )


def claim(event: Event, article: Article, *watches: int, before: str = "", after: str = "") -> Claim:
    entry = Entry(source="s", article="a", watches=watches, before=before, after=after)
    delivery = Delivery(id="d", event=event, destination="x", entries=(entry,), created_at=NOON)
    return Claim(delivery=delivery, articles=(Stored(source="s", article=article, first_seen=NOON),))


def alert(*queries: str, article: Article = ARTICLE) -> AlertView:
    return view.alert(claim(Event.ALERT, article, *range(len(queries))), reader(*queries))


def signs(pieces: tuple[PieceView, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.kind == "matched" else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("queries", "title", "summary"),
    [
        (
            ["sanctions"],
            "Council widens oil-[sanctions] & <tariffs>",
            "New tariffs on oil. Oil [sanctions] follow.",
        ),
        (
            ['"oil sanctions"'],
            "Council widens [oil-sanctions] & <tariffs>",
            "New tariffs on oil. [Oil sanctions] follow.",
        ),
        (["title:council -sport"], "[Council] widens oil-sanctions & <tariffs>", ""),
        (
            ["oil", "tariffs"],
            "Council widens [oil]-sanctions & <[tariffs]>",
            "New [tariffs] on [oil]. [Oil] sanctions follow.",
        ),
        (
            ["sanctions", '"oil sanctions"'],
            "Council widens [oil-sanctions] & <tariffs>",
            "New tariffs on oil. [Oil sanctions] follow.",
        ),
    ],
)
def test_the_words_that_watches_asked_for_are_marked(queries: list[str], title: str, summary: str) -> None:
    (seen,) = alert(*queries).articles
    assert (signs(seen.title_pieces), signs(seen.summary_pieces)) == (title, summary)
    assert seen.title == ARTICLE.title


def test_a_watch_that_is_gone_marks_nothing() -> None:
    (seen,) = view.alert(claim(Event.ALERT, ARTICLE, 7), reader("sanctions")).articles
    assert (seen.title_pieces, seen.summary_pieces) == ((), ())


@pytest.mark.parametrize("limit", [*range(45), 300])
def test_a_shortened_text_keeps_its_marks_in_step(limit: int) -> None:
    cut = cut_view(alert("sanctions OR oil OR tariffs"), Cut(title=limit, summary=limit))
    assert isinstance(cut, AlertView)
    (seen,) = cut.articles
    assert seen.title == "".join(piece.text for piece in seen.title_pieces)
    assert (
        seen.summary
        == "".join(piece.text for piece in seen.summary_pieces)
        == shorten(ARTICLE.summary, limit)
    )


@pytest.mark.parametrize(
    ("markup", "suffix", "expected"),
    [
        ("text", "txt", "Council widens oil-sanctions & <tariffs>"),
        ("html", "html", "Council widens oil-<b>sanctions</b> &amp; &lt;<b>tariffs</b>&gt;"),
        (
            "mrkdwn",
            "mrkdwn",
            "Council widens oil-\u200b*sanctions* &amp; &lt;\u200b*tariffs*\u200b&gt;",
        ),
    ],
)
def test_marked_words_are_bold_in_the_way_of_each_markup(
    markup: str, suffix: str, expected: str, write: Write
) -> None:
    folder = write(f"k/alert/body.{suffix}", "{{ marked(articles[0], 'title') }}")
    parts = {"body": Part(markup, 1000)}
    assert Renderer([folder]).render(Event.ALERT, "k", parts, alert("sanctions tariffs")) == {
        "body": expected
    }


def test_marks_stay_right_where_characters_are_dropped_from_a_text(write: Write) -> None:
    folder = write("k/alert/body.html", "{{ marked(articles[0], 'title') }}")
    article = replace(ARTICLE, title="Oil\x07 and \u202esanc\x00tions\r\nor sanctions")
    text = Renderer([folder]).render(
        Event.ALERT, "k", {"body": Part("html", 1000)}, alert("oil sanctions", article=article)
    )["body"]
    assert text.startswith("<b>Oil</b> and ")
    assert text.endswith("\nor <b>sanctions</b>")


def test_a_field_that_has_no_marks_is_refused_with_those_that_have(write: Write) -> None:
    folder = write("console/alert/body.txt", "{{ marked(articles[0], 'titel') }}")
    with pytest.raises(TemplateError, match=r"body\.txt:1: marked\(\) knows no 'titel', only 'title' and"):
        Renderer([folder]).check("console", {"body": Part("text", 1000)})


def edited(before: str, after: str, *queries: str) -> EditedView:
    stored = replace(ARTICLE, title="A third headline")
    told = claim(Event.EDITED, stored, *range(len(queries)), before=before, after=after)
    return view.edited(told, reader(*queries))


@pytest.mark.parametrize(
    ("markup", "suffix", "expected"),
    [
        ("text", "txt", "Talks & [-<tea> stall-] {+<tea>, end+} now"),
        ("html", "html", "Talks &amp; <s>&lt;tea&gt; stall</s> <b>&lt;tea&gt;, end</b> now"),
        ("mrkdwn", "mrkdwn", "Talks &amp; ~&lt;tea&gt; stall~ *&lt;tea&gt;, end* now"),
    ],
)
def test_a_changed_headline_is_told_word_by_word_in_the_way_of_each_markup(
    markup: str, suffix: str, expected: str, write: Write
) -> None:
    folder = write(f"k/edited/body.{suffix}", "{{ changed(article) }}")
    seen = edited("Talks & <tea> stall now", "Talks & <tea>, end now")
    assert Renderer([folder]).render(Event.EDITED, "k", {"body": Part(markup, 1000)}, seen) == {
        "body": expected
    }


def test_news_of_an_edit_tells_of_its_own_headlines_though_there_is_a_third() -> None:
    seen = edited("Talks stall", "Talks end", "end")
    assert (seen.article.before, seen.article.title) == ("Talks stall", "Talks end")
    assert signs(seen.article.title_pieces) == "Talks [end]"


def test_slacks_signs_stand_free_of_words_and_of_their_own_kind() -> None:
    pieces = [PieceView("removed", "~a~"), PieceView("added", "b*"), PieceView("same", "c")]
    assert emphasis.mrkdwn(pieces) == "~~\u200ba~\u200b~\u200b*b*\u200b*\u200bc"


@pytest.mark.parametrize("write_pieces", [emphasis.text, emphasis.html, emphasis.mrkdwn])
def test_white_space_gets_no_signs(write_pieces: emphasis.WritePieces) -> None:
    assert write_pieces([PieceView("removed", "  "), PieceView("matched", "")]) == "  "


def test_the_way_between_two_long_headlines_is_cut_with_an_ellipsis() -> None:
    seen = edited("Alpha " * 30 + "omega", "Alpha " * 30 + "end")
    cut = cut_view(seen, Cut(title=20))
    assert isinstance(cut, EditedView)
    assert "".join(piece.text for piece in cut.article.changes) == ("Alpha " * 30)[:39] + "…"
