"""Telegram's own parser takes what our templates write for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.render.helpers import ARTICLE, everything, parts_of
from tests.tdlib import HAS_TDLIB, parse_html
from watcher.models import Event
from watcher.render import Renderer
from watcher.view.samples import samples

pytestmark = pytest.mark.skipif(not HAS_TDLIB, reason="there is no TDLib for this platform")


@pytest.mark.parametrize("event", list(Event))
def test_every_sample_is_markup_that_telegram_reads(event: Event) -> None:
    for view in samples(event):
        body = Renderer().render(event, "telegram", parts_of("telegram"), view)["body"]

        assert "&lt;" not in parse_html(body)


def test_a_headline_reads_as_it_was_written() -> None:
    title = ARTICLE.title

    body = Renderer().render(Event.ALERT, "telegram", parts_of("telegram"), everything(title))["body"]

    assert parse_html(body).startswith(title)


def test_an_address_full_of_signs_stays_one_link() -> None:
    view = everything("x")
    article = replace(view.articles[0], url="https://a.example/?q=\"'<>&x=1#[y]", title="Title")

    parts = parts_of("telegram")
    body = Renderer().render(Event.ALERT, "telegram", parts, replace(view, articles=(article,)))["body"]

    assert parse_html(body).splitlines()[0] == "Title"
