"""One long talk over real sockets: every command, every error, and what the world puts into headlines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bot.conftest import NOW, Talk
from tests.bot.test_commands import told
from tests.bot.test_telegram_conversation import Phone, inbox, phone
from tests.tdlib import HAS_TDLIB
from watcher.demo.receivers.telegram import Received, TelegramReceiver

__all__ = ["inbox", "phone"]

pytestmark = pytest.mark.skipif(not HAS_TDLIB, reason="TDLib, which judges the markup, has no wheel here")

LONG = "Sanctions " + "very long " * 408
HEADLINES = (
    "Sanctions <script>alert(1)</script> & <b>bold</b>",
    "Sanctions <!channel> <@U123> *stars* _under_ `ticks`",
    "북한 제재 Sanctions 미사일",
    "عقوبات Sanctions جديدة",
    "Sanctions 🚀👩‍👩‍👧 \u202e right to left",
    LONG,
)
ERRORS = (
    ("/watch -russia", "I need at least one word to look for."),
    ("/watch from:x", "title: summary: author: label: source:"),
    ('/watch "world cup', "not closed"),
    (f"/watch {'x' * 201}", "200"),
    (f"/watch {' '.join(f'w{n}' for n in range(11))}", "10"),
    ("/watch (", ""),
    ("/digest 25:00", '"25:00" is not a time. Use HH:MM, e.g. /digest 08:00 Asia/Seoul'),
    ("/digest 08:00 Seul", 'I do not know the timezone "Seul". Did you mean Asia/Seoul?'),
    ("/unwatch 9", "No watch #9. You have #1"),
    ("/change 9 x", "No watch #9."),
    ("/when 9 now", "No watch #9."),
    ("/recent #9", "No watch #9."),
    ("/mute 99:99", "is not a time"),
    ("/mute someday", "I do not understand"),
    ("/settings language xx", "I do not speak"),
    ("/settings timezone Nowhere/Land", "I do not know the timezone"),
    ("/settings quiet 7", "is not a time"),
    ("/share 9", "No watch #9."),
    ("/whynot", "Which article?"),
    ("/whynot https://news.example/unknown", "I have not read that article"),
    ("/nonsense", "There is no /nonsense."),
    ("/wach x", "Did you mean /watch?"),
    ("hello", "To watch for words"),
)


class Script:
    """Types and presses, and counts the turns; the clock goes on, as it does between people."""

    def __init__(self, phone: Phone, talk: Talk) -> None:
        self._phone = phone
        self._talk = talk
        self.turns = 0

    async def type(self, text: str, *expected: str) -> Received:
        self._turn()
        answer = await self._phone.type(text)
        return _checked(answer, text, expected)

    async def press(self, message: Received, label: str, *expected: str) -> Received:
        self._turn()
        answer = await self._phone.press(message, label)
        return _checked(answer, label, expected)

    def _turn(self) -> None:
        self.turns += 1
        self._talk.now += timedelta(seconds=10)


def _checked(answer: Received, said: str, expected: tuple[str, ...]) -> Received:
    for words in expected:
        assert words in answer.text, (said, answer.text)
    assert all(len(data.encode()) <= 64 or "://" in data for _, data in answer.buttons), said
    return answer


async def test_a_long_talk(phone: Phone, talk: Talk, telegram: TelegramReceiver) -> None:
    script = Script(phone, talk)
    for hours, title in enumerate(HEADLINES):
        await talk.publish(title, first_seen=NOW - timedelta(hours=hours + 1))

    # the first steps
    start = await script.type("/start", "Begin with /watch sanctions")
    await script.press(start, "Help", "/watch Watch for words")
    for verb in ("watch", "digest", "mute", "when", "recent", "settings"):
        await script.type(f"/help {verb}", f"/{verb}")
    asked = await script.type("/watch", "What should I watch?")
    assert asked.asks
    watching = await script.type("sanctions", "👁 Watching sanctions (#1). 6 matches in the last 7 days")
    await script.press(watching, "Recent", *[title[:40] for title in HEADLINES[:5]])
    await script.type("/watch", "What should I watch?")
    await script.type("/cancel", "Cancelled.")

    # typographic quotes, dashes, emoji, Korean, right to left
    await script.type("/watch “world cup” –final", "👁 Watching “world cup” –final (#2)")
    await script.type("/watch 북한 제재", "👁 Watching 북한 제재 (#3). 1 match")
    await script.type("/watch عقوبات", "1 match")
    await script.type("/watch 🚀", "")
    await script.type("/watch sanctions", "You already watch this (#1).")
    await script.type("/watch SANCTIONS", "You already watch this (#1).")
    await script.type("/watch <b>script</b>", "Watching <b>script</b>")

    # every error, each with what to type
    for text, words in ERRORS:
        await script.type(text, words)

    # one watch, and all
    listed = await script.type("/watches", "#1 sanctions · now · 6/wk")
    one = await script.press(listed, "#1", "#1 sanctions · now")
    when = await script.press(one, "When…", "When should #1 sanctions come?")
    urgent = await script.press(when, "Break through", "always comes at once")
    await script.press(urgent, "Undo", "comes at once, but for")
    muted = await script.type("/mute 1 1d", "Muted #1 sanctions until")
    await script.press(muted, "Unmute", "#1 not muted any more")
    changed = await script.type("/change 1 sanctions -football", "#1 is now sanctions -football.")
    await script.press(changed, "Undo", "#1 is now sanctions.")
    stopped = await script.type("/unwatch 2", "Stopped #2 “world cup” –final.")
    await script.press(stopped, "Undo", "Watching “world cup” –final")
    await script.type("/unwatch", "Which one?")
    await script.type("/recent sanctions 10", "6 matches in the last 90 days", "<script>alert(1)</script>")

    # peace, digests, settings
    await script.type("/mute 1h", "Muted until")
    await script.type("/pause", "Paused.")
    await script.type("/settings", "Now: paused")
    await script.type("/resume", "On again.")
    offered = await script.type("/digest", "You have no digest")
    await script.press(offered, "08:00", "every day at 08:00 (UTC)")
    near = await script.type("/digest 07:30 Seul", "Did you mean Asia/Seoul?")
    await script.press(near, "Yes", "at 07:30 (Asia/Seoul)")
    await script.type("/digest now", "Nothing waits")
    await script.type("/digest off", "alerts come at once")
    await script.type("/settings quiet 22:00-07:00", "Quiet hours: 22:00–07:00")
    await script.type("/settings language ko", "언어: 한국어")
    await script.type("/watches", "· 바로 ·")
    await script.type("/settings language en", "Language: English")

    # why
    await told(talk, "Sanctions <script> & ships", 1)
    await script.type("/why https://news.example/a", "✅ #1 sanctions:", "Sanctions <script> & ships")
    await script.type("/whynot https://news.example/a", "✅ #1 sanctions:")
    await script.type("/status", "sources are read")
    await script.type("/share 1", "https://t.me/watcher_demo_bot?start=w_1")
    await script.type("/start w_1", "Somebody shares a watch with you: sanctions")
    sure = await script.type("/unwatch all", "Stop all 5 watches?")
    await script.press(sure, "Yes, stop all 5", "Stopped 5 watches.")
    assert script.turns > 60
