"""Outside text cannot become markup, a mention or a link, in any template that we ship."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.port import Part
from notifiers.registry import KINDS
from tests.render.helpers import ARTICLE, everything, everything_edited, parts_of
from watcher.models import Event
from watcher.render import Renderer
from watcher.view import AlertView, ArticleView, View

RENDERER = Renderer()
NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "<!channel> <!here> <@U123> <#C1> <https://evil.example|your bank>",
    "&lt;!channel&gt; &amp;",
    "a\u202egnp.exe\u2066 \x1b[31mred\x07 \x00",
    "line one\nline two\r\nline three\u2028four",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "|> <| >|< ~*_`",
]


def rendered(markup: str, view: View, event: Event = Event.ALERT) -> Iterator[str]:
    for kind in KINDS:
        parts = {name: part for name, part in parts_of(kind).items() if part.markup == markup}
        yield from RENDERER.render(event, kind, parts, view).values()


class Tags(HTMLParser):
    """The tags and attributes of a page, and its visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(("event", "view"), [(Event.ALERT, everything), (Event.EDITED, everything_edited)])
def test_html_has_the_same_tags_whatever_the_texts_are(
    event: Event, view: Callable[[str], View], text: str
) -> None:
    for harmless, hostile in zip(
        rendered("html", view("word"), event), rendered("html", view(text), event), strict=True
    ):
        assert Tags(hostile).seen == Tags(harmless).seen


@given(st.text(alphabet="<>&\"'|!@#:/=; \nabc\u202e\x1b", max_size=60).map("w".__add__))
def test_no_text_makes_a_tag_of_its_own(text: str) -> None:
    word = next(rendered("html", everything("word")))
    assert Tags(next(rendered("html", everything(text)))).seen == Tags(word).seen
    for part in rendered("mrkdwn", everything(text)):
        check_mrkdwn(part)


def check_mrkdwn(part: str) -> None:
    """Every angle bracket belongs to a link to the article or to a date."""
    for tag in re.findall(r"<[^>]*>", part):
        assert tag.startswith(("<https://news.example/2026/11/port?a=1&amp;b=%3C2%3E|", "<!date^")), tag
    assert "<" not in re.sub(r"<[^<>]*>", "", part)
    assert not re.search(r"&(?!amp;|lt;|gt;)", part)


@pytest.mark.parametrize("text", NASTY)
def test_no_text_calls_people_or_forges_a_link_in_slack(text: str) -> None:
    for part in rendered("mrkdwn", everything(text)):
        check_mrkdwn(part)
    for part in rendered("mrkdwn", everything_edited(text), Event.EDITED):
        check_mrkdwn(part)


@pytest.mark.parametrize("markup", ["text", "html", "mrkdwn"])
def test_control_characters_and_direction_overrides_are_dropped(markup: str) -> None:
    for part in rendered(markup, everything(NASTY[5])):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", part)
        assert part == "" or "agnp.exe" in part


def test_template_syntax_in_a_title_is_only_text() -> None:
    for part in rendered("text", everything(NASTY[7])):
        assert part == "" or "{{ 7 * 7 }}" in part


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a.example/\n", "//x", ""]
)
def test_a_link_to_anything_but_web_or_mail_is_only_its_label(url: str, write: Callable[..., Path]) -> None:
    for suffix, markup in (("html", "html"), ("mrkdwn", "mrkdwn"), ("txt", "text")):
        folder = write(f"k/alert/body.{suffix}", f"{{{{ link({url!r}, 'label') }}}}")
        parts = {"body": Part(markup, 1000)}
        view = everything("x")

        assert Renderer([folder]).render(Event.ALERT, "k", parts, view)["body"] == "label"


@pytest.mark.parametrize(
    ("suffix", "markup", "expected"),
    [
        ("txt", "text", "A & <B> (https://a.example/?x=1&y=|)"),
        ("html", "html", '<a href="https://a.example/?x=1&amp;y=|">A &amp; &lt;B&gt;</a>'),
        ("mrkdwn", "mrkdwn", "<https://a.example/?x=1&amp;y=%7C|A &amp; &lt;B&gt;>"),
    ],
)
def test_a_link_is_written_in_the_way_of_its_markup(
    suffix: str, markup: str, expected: str, write: Callable[..., Path]
) -> None:
    folder = write(f"k/alert/body.{suffix}", "{% for a in articles %}{{ link(a.url, a.title) }}{% endfor %}")
    article: ArticleView = replace(ARTICLE, title="A & <B>", url="https://a.example/?x=1&y=|")
    view = AlertView(articles=(article,), count=1, more=0, maybe_dup=False)

    parts = {"body": Part(markup, 1000)}
    assert Renderer([folder]).render(Event.ALERT, "k", parts, view) == {"body": expected}


def test_joining_and_filtering_do_not_escape_twice(write: Callable[..., Path]) -> None:
    template = "{{ [articles[0].title, when(articles[0])] | join(' / ') | trim ~ '!' }}"
    folder = write("k/alert/body.mrkdwn", template)
    article = replace(ARTICLE, title="O'Hara & <Co>", published_at=None, published="")
    view = AlertView(articles=(article,), count=1, more=0, maybe_dup=False)

    text = Renderer([folder]).render(Event.ALERT, "k", {"body": Part("mrkdwn", 1000)}, view)["body"]

    assert text == "O'Hara &amp; &lt;Co&gt; /!"


def test_slack_shows_an_exact_time_in_each_readers_own_zone() -> None:
    context = RENDERER.render(
        Event.ALERT, "slack", {"context": parts_of("slack")["context"]}, everything("x")
    )

    assert "<!date^1795339800^{date_short_pretty} {time}|22 Nov 2026, 09:30>" in context["context"]
