from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from tests.config.files import CONSOLE, SOURCE, WATCH, WHOLE, written
from watcher.config.loading import load
from watcher.config.service import Listen
from watcher.config.settings import Settings
from watcher.models import DigestTime


def settings(folder: Path, text: str) -> Settings:
    return load(written(folder, text), {"TOKEN": "123456:AAbbCC", "LOGIN": "Basic c2VjcmV0"})


def test_the_shortest_configuration_gets_its_defaults(tmp_path: Path) -> None:
    found = settings(tmp_path, WHOLE)
    assert found.sources[0].interval == timedelta(minutes=5)
    assert found.watches[0].to == ("console",)
    assert found.web.listen == Listen("127.0.0.1", 8080)
    assert found.http.max_bytes == 10_000_000
    assert found.bot.telegram is None


def test_relative_paths_start_at_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    found = settings(tmp_path, WHOLE + '[templates]\nfolder = "words"')
    assert found.store.path == tmp_path / "state" / "watcher.db"
    assert found.templates.folder == tmp_path / "words"


def test_absolute_paths_stay_what_they_are(tmp_path: Path) -> None:
    assert settings(tmp_path, WHOLE + '[store]\npath = "/var/w.db"').store.path == Path("/var/w.db")


def test_paths_start_elsewhere_where_the_caller_says_so(tmp_path: Path) -> None:
    found = load(written(tmp_path, WHOLE), {}, folder=tmp_path / "data")
    assert found.store.path == tmp_path / "data" / "state" / "watcher.db"


def test_the_keys_of_a_kind_stand_flat_in_the_block_of_the_destination(tmp_path: Path) -> None:
    block = '[[destinations]]\nname = "chat"\nkind = "telegram"\ntoken = "env:TOKEN"\nchat = -5\ntopic = 7\n'
    found = settings(tmp_path, WHOLE + block).destination("chat")
    assert found.channel.address == "-5:7"
    assert found.timezone is None


def test_nothing_can_be_changed_afterwards(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        settings(tmp_path, WHOLE).web.enabled = False


@pytest.mark.parametrize(
    ("wish", "plan"),
    [
        ('"07:30"', DigestTime(at=time(7, 30), days=frozenset({0, 3}), empty=True)),
        ('"weekdays"', DigestTime(at=time(6), days=frozenset(range(5)), empty=True)),
        ('"Mon, Thursday 9:05"', DigestTime(at=time(9, 5), days=frozenset({0, 3}), empty=True)),
        ("07:30:00", DigestTime(at=time(7, 30), days=frozenset({0, 3}), empty=True)),
    ],
)
def test_a_destination_fills_up_its_digest_from_the_table(
    tmp_path: Path, wish: str, plan: DigestTime
) -> None:
    table = '[digest]\ntime = "06:00"\ndays = "mon,thu"\nempty = true\n'
    found = settings(tmp_path, SOURCE + WATCH + CONSOLE + f"digest = {wish}\n" + table)
    assert found.digest_of(found.destinations[0]) == plan


def test_without_a_digest_alerts_go_at_once(tmp_path: Path) -> None:
    found = settings(tmp_path, WHOLE)
    assert found.digest_of(found.destinations[0]) is None


def test_a_destination_has_a_zone_of_its_own_or_that_of_the_digest(tmp_path: Path) -> None:
    other = '[[destinations]]\nname = "b"\nkind = "console"\ntimezone = "Asia/Seoul"\n'
    found = settings(tmp_path, WHOLE + other + '[digest]\ntimezone = "Europe/Berlin"\n')
    assert [found.zone_of(block) for block in found.destinations] == [
        ZoneInfo("Europe/Berlin"),
        ZoneInfo("Asia/Seoul"),
    ]


@pytest.mark.parametrize(
    ("text", "listen"),
    [
        ("0.0.0.0:80", Listen("0.0.0.0", 80)),
        ("[::1]:8080", Listen("::1", 8080)),
        ("host:0", Listen("host", 0)),
    ],
)
def test_a_server_listens_at_a_host_and_port(tmp_path: Path, text: str, listen: Listen) -> None:
    found = settings(tmp_path, WHOLE + f'[web]\nlisten = "{text}"').web.listen
    assert found == listen
    assert str(found) == text


def test_a_bot_alone_is_enough_to_have_somebody_to_tell(tmp_path: Path) -> None:
    found = settings(tmp_path, SOURCE + '[bot.telegram]\ntoken = "env:TOKEN"\nallow = [5, -7]')
    assert found.bot.telegram is not None
    assert found.bot.telegram.allow == (5, -7)


def test_one_question_for_two_destinations_may_stand_in_two_blocks(tmp_path: Path) -> None:
    other = '[[destinations]]\nname = "b"\nkind = "console"\n'
    found = settings(tmp_path, WHOLE + other + WATCH.replace("console", "b"))
    assert [watch.to for watch in found.watches] == [("console",), ("b",)]


def test_header_values_may_be_plain_or_secret(tmp_path: Path) -> None:
    found = settings(tmp_path, CONSOLE + WATCH + SOURCE + 'headers = { A = "plain", B = "env:LOGIN" }')
    assert {name: value.reveal() for name, value in found.sources[0].headers.items()} == {
        "A": "plain",
        "B": "Basic c2VjcmV0",
    }
