from __future__ import annotations

import pytest

from notifiers.secret import Secret
from notifiers.telegram.account import Account
from notifiers.telegram.login import Login
from notifiers.telegram.measure import visible_units
from notifiers.telegram.post import Post
from notifiers.telegram.send import Telegram
from tests.tdlib import HAS_TDLIB, parse_html
from watcher.demo.receivers.telegram import TelegramReceiver
from watcher.models import Event
from watcher.render import Renderer
from watcher.view import AlertView, ArticleView, View
from watcher.view.samples import samples

SAMPLES = [(event, view) for event in Event for view in samples(event)]
LONG = ArticleView(
    title="<b>&'\"😀 " * 1000,
    url="https://news.example/?a=1&b=<2>",
    summary="& " * 4000,
    authors=("A & B",) * 50,
    published="22 Nov 2026",
    published_at=None,
    labels=("<x>",) * 50,
    source="News",
    watches=(),
)


def rendered(event: Event, view: View) -> str:
    return Renderer().render(event, Telegram.kind, Telegram.parts, view)["body"]


@pytest.mark.skipif(not HAS_TDLIB, reason="TDLib has no wheel for this platform")
@pytest.mark.parametrize(("event", "view"), SAMPLES)
def test_telegrams_own_parser_takes_every_template_with_hostile_texts(event: Event, view: View) -> None:
    text = parse_html(rendered(event, view))
    assert text.strip()
    assert "&lt;" not in text


@pytest.mark.skipif(not HAS_TDLIB, reason="TDLib has no wheel for this platform")
@pytest.mark.parametrize("count", [1, 40])
async def test_far_too_much_to_tell_is_cut_to_what_telegram_takes(
    telegram: TelegramReceiver, count: int
) -> None:
    view = AlertView(articles=(LONG,) * count, count=count, more=0, maybe_dup=False)
    body = rendered(Event.ALERT, view)
    assert visible_units(body) <= Telegram.parts["body"].limit
    account = Account(Login(token=Secret(telegram.token), base_url=telegram.url, timeout=5))
    await account.post(Post(chat=1, html=body))
    await account.close()
    assert len(telegram.received) == 1
