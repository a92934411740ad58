"""A long talk in Korean: no reply falls back into English."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.bot.conftest import CHAT, NOW, Talk
from tests.bot.test_commands import told
from tests.loops.ports import Channel
from watcher.bot.command import Command
from watcher.delivery.routes import Routes
from watcher.wording.particles import settled
from watcher.wording.speech import speech_for
from watcher.wording.text import Style, plain, text

ERRORS = (
    "/watch -russia", "/watch from:x", '/watch "world cup', f"/watch {'x' * 201}", "/watch (", "/watch ()",
    "/watch a OR -b", "/watch s*", "/watch a*b", "/watch a -", "/watch /a|b/i", "/watch why?x",
    "/watch a ~5", "/watch title:(author:x)", "/watch kim -kim", "/watch a OR", '/watch "a b"~99',
    "/watch NEAR/5", "/watch !a", f"/watch {' '.join(f'w{n}' for n in range(11))}", "/watch ...",
    "/recent title:", "/change 1 (a", "/digest 25:00", "/digest 08:00 Seul", "/digest email", "/unwatch 9",
    "/change 9 x", "/when 9 now", "/recent #9", "/mute 99:99", "/mute someday", "/settings language xx",
    "/settings timezone Nowhere/Land", "/settings quiet 7", "/share 9", "/whynot",
    "/whynot https://news.example/unknown", "/nonsense", "/wach x", "hello", "/alert x more",
)  # fmt: skip
TURNS = (
    "/start", "/help", "/watch", "북한 제재", "/watch sanctions", "/watch sanctions", "/watch 제재 or x",
    "/watch a OR b -c", "/watch football", *ERRORS, "/watches", "/watches #1", "/when 1", "/when 1 urgent",
    "/when 1 digest", "/when 1 now", "/mute", "/mute 1 1d", "/watches", "/mute 1 off", "/mute 1h",
    "/mute off", "/change 1", "/change 1 제재", "/unwatch 2", "/unwatch undo 2", "/unwatch", "/recent",
    "/recent 1", "/recent sanctions 2", "/pause", "/settings", "/resume", "/resume", "/digest",
    "/digest 08:00", "/digest mon,thu", "/digest weekends", "/digest now", "/digest off",
    "/settings quiet 22:00-07:00", "/why https://news.example/a", "/whynot https://news.example/a",
    "/whynot https://news.example/b", "/status", "/share 1", "/start w_1", "/unwatch all",
    "/unwatch all yes", "/cancel",
)  # fmt: skip
OURS = frozenset(
    (
        *("or", "not", "and", "hh", "mm", "utc", "asia", "seoul", "english", "https", "evening", "news"),
        *("name", "example", "org", "title", "summary", "author", "label", "source", "start", "watch"),
        *("unwatch", "watches", "change", "when", "recent", "why", "whynot", "digest", "mute", "pause"),
        *("resume", "settings", "share", "status", "help", "cancel"),
    )
)
"""Commands, fields, operators, zones and names, which are the same in every language."""


def english(reply_text: str, typed: str, titles: str) -> list[str]:
    """Return the English words of a reply that nobody typed and that no article has."""
    known = OURS | set(re.findall(r"[a-z]+", f"{typed} {titles}".casefold()))
    return [word for word in re.findall(r"[A-Za-z]{2,}", reply_text) if word.casefold() not in known]


async def test_a_talk_in_korean_has_no_english(talk: Talk) -> None:
    title = "Sanctions on ships"
    await told(talk, title, 1)
    await talk.publish("제재 강화", first_seen=NOW - timedelta(hours=3))
    typed = ""
    for turn in TURNS:
        typed = f"{typed} {turn}"
        talk.now += timedelta(seconds=10)
        reply = await talk.dialogue.handle(
            Command(chat=CHAT, text=turn, language="ko-KR", title="Ada", link="https://t.me/b?start=")
        )
        assert reply, turn
        said = " ".join(span.text for span in reply.spans if span.style not in (Style.CODE, Style.BLOCK))
        labels = " ".join(button.label for button in reply.buttons)
        assert english(f"{said} {labels}".replace("t.me/b", ""), typed, title) == [], (turn, reply.text)
    assert len(TURNS) > 60
    chat = talk.book.chat(CHAT)
    assert chat is not None
    assert chat.language == "ko"
    route = Routes((), {"telegram": Channel()}, ZoneInfo("UTC"), chats=talk.book).find(CHAT)
    assert route is not None
    assert route.locale == "ko"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("제재", "제재를"), ("미사일", "미사일을"), ("#3", "#3을"), ("#4", "#4를"), ("“북한”", "“북한”을"),
        ("sanctions", "sanctions 을(를)"), ("🚀", "🚀 을(를)"),
    ],
)  # fmt: skip
def test_a_particle_has_the_form_of_the_sound_before_it(word: str, said: str) -> None:
    template = "#{id} {query} 을(를) 중지했습니다."
    assert settled("7", " (으)로") == "로"
    assert settled("3", " (으)로") == "으로"
    assert settled("25:00", '" 은(는) 시간이') == '"은 시간이'
    assert plain(text("Stopped #{id} {query}.", id=1, query=word), speech_for("ko")) == (
        template.format(id=1, query="{}").replace("{} 을(를)", said)
    )
