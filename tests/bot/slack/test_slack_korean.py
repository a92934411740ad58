"""The app in Korean: its home, its dialogs, and what it says on its own."""

from __future__ import annotations

import json
import re

from tests.bot.slack.person import Person
from watcher.render.emphasis import GAP


async def test_home_and_dialogs_speak_korean(person: Person) -> None:
    for channel in ("D1", "C1"):
        await person.type("settings language ko", channel=channel)
    home = json.dumps(await person.open_home(), ensure_ascii=False)
    assert "아직 지켜보는 것이 없습니다." in home
    assert "단어 지켜보기" in home
    asked = await person.asks("")
    said = json.dumps(asked, ensure_ascii=False)
    assert "무엇을 지켜볼까요" in said
    assert (asked["submit"]["text"], asked["close"]["text"]) == ("확인", "취소")
    settings = await person.asks("settings")
    labels = [block["label"]["text"] for block in settings["blocks"]]
    assert labels == ["시간대", "모아 보기 (비우면 알림이 바로 옵니다)", "조용한 시간 (비우면 없음)", "언어"]
    assert not re.search(r"[A-Za-z]{3,}", " ".join(labels))
    await person.type("북한 제재")
    announced = [one for one in person.front.shown if not one.only]
    told = announced[-1].fields["blocks"][0]["text"]["text"]
    assert f"이제 여기에서 *ada* 님이 *북한 제재*{GAP}를 지켜봅니다" in told
    assert list(announced[-1].buttons) == ["되돌리기"]
    offered = await person.type("digest email ann@example.org")
    assert "이메일을 보내지 않습니다" in offered.text
