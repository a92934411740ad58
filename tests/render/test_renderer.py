"""Which template is used, what limits mean, and what `check` refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from notifiers.port import Part
from notifiers.registry import KINDS
from tests.render.helpers import ARTICLE, everything, parts_of
from watcher.errors import TemplateError
from watcher.models import Event
from watcher.render import Renderer, builtin_folder
from watcher.render.markup import DIALECTS
from watcher.view import AlertView, DigestView, EditedView, GroupView, NoticeView, PieceView, SourceView, View
from watcher.view.samples import samples

Write = Callable[[str, str], Path]
BODY = {"body": Part("text", 5000)}


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_templates_pass_the_check(kind: str) -> None:
    Renderer().check(kind, parts_of(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_no_template_of_ours_is_left_unused(kind: str) -> None:
    suffixes = {name: DIALECTS[part.markup].suffix for name, part in parts_of(kind).items()}
    wanted = {f"{event}/{name}.{suffix}" for event in Event for name, suffix in suffixes.items()}
    found = {
        path.relative_to(builtin_folder() / kind).as_posix()
        for path in (builtin_folder() / kind).rglob("*.*")
        if not path.name.startswith("_")
    }
    assert found == wanted


def test_a_users_template_comes_before_ours_and_ours_fill_the_rest(write: Write) -> None:
    folder = write("console/alert/body.txt", "{% for a in articles %}NEW {{ a.title }}{% endfor %}\n")
    renderer = Renderer([folder])
    renderer.check("console", BODY)

    assert renderer.render(Event.ALERT, "console", BODY, everything("One"))["body"] == "NEW One"
    assert (
        "Hello"
        in renderer.render(Event.NOTICE, "console", BODY, NoticeView(text="Hello", maybe_dup=False))["body"]
    )


def test_a_users_template_may_use_helpers_of_its_own_and_ours(write: Write) -> None:
    write("email/_mine.html", "{% macro mine(x) %}<i>{{ x }}</i>{% endmacro %}")
    folder = write(
        "email/alert/html.html",
        '{% extends "email/_page.html" %}{% from "email/_mine.html" import mine %}'
        "{% set greeting = 'Dear' %}{% macro sign() %}Yours{% endmacro %}"
        "{% block rows %}{{ mine(articles[0].title) }}{{ greeting }} {{ sign() }}{% endblock %}",
    )
    renderer = Renderer([folder])
    renderer.check("email", parts_of("email"))

    parts = {"html": Part("html", 80_000)}
    assert (
        "<i>&lt;b&gt;</i>Dear Yours"
        in renderer.render(Event.ALERT, "email", parts, everything("<b>"))["html"]
    )


def test_what_was_checked_is_what_is_used_later(write: Write) -> None:
    folder = write("console/alert/body.txt", "first {{ count }}")
    renderer = Renderer([folder])
    renderer.check("console", BODY)
    write("console/alert/body.txt", "{{ broken")

    assert renderer.render(Event.ALERT, "console", BODY, everything("x"))["body"] == "first 1"


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("\n{{ artikles }}", 2, "'artikles' is unknown; did you mean 'articles'?"),
        ("{% if more > 99 %}\n{{ mor }}{% endif %}", 2, "'mor' is unknown; did you mean 'more'?"),
        (
            "x\n\n{% for a in articles %}\n{{ a.titel }}{% endfor %}",
            4,
            "this article has no 'titel'; did you mean 'title'?",
        ),
        ("{{ articles[0].source.nam }}", 1, "has no attribute 'nam'"),
        ("{% for a in articles %}", 1, "Unexpected end of template"),
        ("\n{{ a b }}", 2, "expected token 'end of print statement'"),
        ("{{ count | nosuchfilter }}", 1, "No filter named 'nosuchfilter'"),
        ("\n\n{{ count / 0 }}", 3, "division by zero"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{% include 'console/nowhere.txt' %}", 1, "nowhere.txt"),
        ("{{ 'x' * 6000 }}", 0, "longer than 5000"),
    ],
)
def test_a_bad_template_is_refused_with_its_file_and_line(
    template: str, line: int, message: str, write: Write
) -> None:
    folder = write("console/alert/body.txt", template)

    with pytest.raises(TemplateError) as caught:
        Renderer([folder]).check("console", BODY)

    place = folder / "console/alert/body.txt"
    assert str(caught.value).startswith(f"{place}:{line}: " if line else f"{place}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_mistake_in_a_helper_is_placed_in_the_helper(write: Write) -> None:
    write("console/_line.txt", "{% macro line(a) %}\n{{ a.titel }}{% endmacro %}")
    folder = write(
        "console/alert/body.txt", "{% from 'console/_line.txt' import line %}{{ line(articles[0]) }}"
    )

    with pytest.raises(TemplateError, match=r"_line\.txt:2: this article has no 'titel'"):
        Renderer([folder]).check("console", BODY)


def test_a_template_that_nothing_uses_is_refused(write: Write) -> None:
    folder = write("console/alert/boddy.txt", "x")

    with pytest.raises(TemplateError, match=r"boddy\.txt: nothing uses .* did you mean 'alert/body\.txt'"):
        Renderer([folder]).check("console", BODY)


def test_a_kind_without_templates_is_refused() -> None:
    with pytest.raises(TemplateError, match=r"fax/alert/body\.txt"):
        Renderer().check("fax", BODY)


def test_a_template_in_another_encoding_is_refused(write: Write) -> None:
    folder = write("console/alert/body.txt", "")
    (folder / "console/alert/body.txt").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(TemplateError, match=r"body\.txt"):
        Renderer([folder]).check("console", BODY)


def huge_alert() -> AlertView:
    article = replace(
        ARTICLE,
        title="Überschrift 👩\u200d🚀 " * 200,
        title_pieces=(PieceView("matched", "Überschrift" * 10), PieceView("same", " 👩\u200d🚀 " * 10)) * 20,
        summary="<&> " * 500,
        summary_pieces=(PieceView("matched", "<&>" * 10), PieceView("same", " " * 10)) * 50,
        before="Anderes 👩\u200d🚀 " * 200,
        changes=(PieceView("removed", " Anderes" * 10), PieceView("added", " Überschrift" * 10)) * 20,
        authors=("Author & Co " * 20,) * 40,
        labels=("<label>" * 30,) * 40,
        source="Source " * 50,
        url="https://news.example/" + "x" * 1900,
    )
    return AlertView(articles=(article,) * 80, count=80, more=0, maybe_dup=True)


def huge_digest() -> DigestView:
    articles = huge_alert().articles
    group = GroupView(label="w" * 900, query="q" * 900, articles=articles)
    source = SourceView(name="s" * 300, last_success="never", articles_read=1, polls=1, error="e" * 900)
    return DigestView(
        date="Sunday 22 Nov 2026",
        groups=(group,) * 3,
        count=240,
        edited=0,
        more=0,
        sources=(source,) * 120,
        more_sources=0,
        failing=120,
        maybe_dup=True,
    )


HUGE: dict[Event, View] = {
    Event.ALERT: huge_alert(),
    Event.EDITED: EditedView(article=huge_alert().articles[0], maybe_dup=True),
    Event.DIGEST: huge_digest(),
    Event.NOTICE: NoticeView(text="Failing & <failing> " * 5000, maybe_dup=True),
}


@cache
def rendered_huge(kind: str, event: Event) -> Mapping[str, str]:
    return Renderer().render(event, kind, parts_of(kind), HUGE[event])


@pytest.mark.parametrize("event", list(Event))
@pytest.mark.parametrize("kind", KINDS)
def test_however_much_there_is_to_tell_it_stays_within_the_limits(kind: str, event: Event) -> None:
    parts = parts_of(kind)

    rendered = rendered_huge(kind, event)

    for name, text in rendered.items():
        assert parts[name].measure(text) <= parts[name].limit, name


@pytest.mark.parametrize("kind", ["slack", "email", "telegram"])
def test_a_digest_that_is_too_long_says_how_many_articles_it_left_out(kind: str) -> None:
    rendered = rendered_huge(kind, Event.DIGEST)

    body = rendered.get("body") or rendered["html"]
    shown = body.count("news.example/")
    assert shown > 0
    assert f"and {240 - shown} more articles" in body


def test_a_template_that_cannot_be_made_to_fit_is_an_error(write: Write) -> None:
    folder = write("console/alert/body.txt", "{{ 'x' * 100 }}")

    with pytest.raises(TemplateError, match="longer than 50"):
        Renderer([folder]).render(Event.ALERT, "console", {"body": Part("text", 50)}, samples(Event.ALERT)[0])


def test_a_users_template_stays_as_written_and_gets_at_the_translation(write: Write) -> None:
    path = "telegram/notice/body.html"
    folder = write(path, 'Hello! {{ _("Was: {title}", title=text) }} {{ language }} {{ plural(2, "boat") }}')
    part, view = parts_of("telegram"), NoticeView(text="<x>", maybe_dup=False)
    renderer = Renderer([folder])
    said = [renderer.render(Event.NOTICE, "telegram", part, view, locale)["body"] for locale in ("", "ko")]
    assert said == ["Hello! Was: &lt;x&gt; en 2 boats", "Hello! 이전: &lt;x&gt; ko 2 boats"]
