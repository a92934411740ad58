"""Texts wait in the store without a language, and come back as they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from watcher.wording import dates
from watcher.wording.speech import language_for, speech_for
from watcher.wording.stored import language_of, restored, stored, stored_together
from watcher.wording.text import Text, bold, code, many, plain, text

WHEN = datetime(2020, 5, 25, 14, 3, tzinfo=UTC)
KOREAN = speech_for("ko")


def test_a_text_is_kept_with_all_that_is_in_it() -> None:
    inner = many("{count} watch", "{count} watches", 3)
    said = Text("{a} and {b}: {c} {d}", values={"a": bold("{x}"), "b": code("y"), "c": [1, inner], "d": 'q"'})
    assert restored(stored(said)) == said
    assert language_of(stored(said, "ko")) == "ko"
    assert restored(stored(said, "ko")) == said


def test_words_that_were_kept_plainly_stay_as_they_are() -> None:
    for words in ("", "Plain.", "{braces} `ticks`", '{"json": 1}'):
        assert (str(restored(words)), language_of(words)) == (words, "")


def test_several_are_kept_as_one() -> None:
    one, other = stored(text("paused")), stored(text("held until {time}", time="09:00"))
    assert stored_together(["", one, ""]) == one
    assert str(restored(stored_together([one, "by hand", other]))) == "paused by hand held until 09:00"
    assert plain(restored(stored_together([one, other])), KOREAN) == "멈춘 상태 09:00까지 기다림"


def test_days_and_spans_are_in_the_order_of_the_language() -> None:
    assert str(dates.moment(WHEN)) == "25 May 2020, 14:03"
    assert str(dates.long_day(WHEN)) == "Monday 25 May 2020"
    assert plain(dates.moment(WHEN), KOREAN) == "2020년 5월 25일 14:03"
    assert plain(dates.long_day(WHEN), KOREAN) == "2020년 5월 25일 월요일"
    assert plain(dates.span(timedelta(minutes=125)), KOREAN) == "2시간 5분"


def test_a_browser_gets_the_first_language_that_there_is() -> None:
    assert language_for("", "fr-FR,ko;q=0.9,en;q=0.8") == "ko"
    assert language_for("en", "ko") == "en"
    assert language_for("", "xx, *") == language_for("xx") == "en"
