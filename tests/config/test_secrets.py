"""Secrets come from outside the file, and show up nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from notifiers.secret import SecretMissing
from tests.config.files import CONSOLE, SOURCE, WATCH, WHOLE, mistakes, written
from watcher.config.loading import load
from watcher.errors import ConfigError, StoreError
from watcher.service.wiring import address_of_store

BOT = "[bot.telegram]\n"


@pytest.mark.parametrize(
    ("token", "line"),
    [
        ("env:TOKEN", "bot.telegram.token: the environment variable TOKEN is not set"),
        ("env:EMPTY", "bot.telegram.token: the environment variable EMPTY is not set"),
        ("123456:s3cret", "bot.telegram.token: secrets stay out of this file: write env:NAME or file:PATH"),
        (
            "env:WRONG",
            "bot.telegram.token: that is no bot token: @BotFather gives one like 123456789:AAH…",
        ),
    ],
)
def test_a_secret_that_cannot_be_had_is_a_mistake_like_others(tmp_path: Path, token: str, line: str) -> None:
    environ = {"EMPTY": " ", "WRONG": "s3cret"}
    assert mistakes(tmp_path, WHOLE + f'{BOT}token = "{token}"', environ) == [line]


def test_a_missing_file_of_a_secret_is_a_mistake_like_others(tmp_path: Path) -> None:
    (line,) = mistakes(tmp_path, WHOLE + f'{BOT}token = "file:token.txt"')
    assert line == f"bot.telegram.token: cannot read {tmp_path / 'token.txt'}: No such file or directory"


def test_a_file_of_a_secret_lies_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("123456:s3cret\n")
    found = load(written(tmp_path, WHOLE + f'{BOT}token = "file:token.txt"'), {})
    assert found.bot.telegram is not None
    assert found.bot.telegram.token.reveal() == "123456:s3cret"


def test_who_sends_nothing_does_without_secrets(tmp_path: Path) -> None:
    text = WHOLE + f'{BOT}token = "env:TOKEN"\n[store]\nurl = "file:none.txt"'
    found = load(written(tmp_path, text), {}, secrets=False)
    assert found.bot.telegram is not None
    assert found.bot.telegram.token.is_missing
    with pytest.raises(SecretMissing, match="the environment variable TOKEN is not set"):
        found.bot.telegram.token.reveal()
    with pytest.raises(StoreError, match=r"store\.url: cannot read .*none\.txt: No such file or directory"):
        address_of_store(found)


def test_who_sends_nothing_still_hears_of_a_secret_in_the_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="secrets stay out of this file"):
        load(written(tmp_path, WHOLE + f'{BOT}token = "123456:s3cret"'), {}, secrets=False)


def test_no_secret_is_ever_printed(tmp_path: Path) -> None:
    text = CONSOLE + WATCH + SOURCE + f'headers = {{ A = "s3cret" }}\n{BOT}token = "env:TOKEN"\n'
    text += '[[destinations]]\nname = "chat"\nkind = "telegram"\nchat = 5\ntoken = "env:TOKEN"\n'
    found = load(written(tmp_path, text), {"TOKEN": "123456:s3cret"})
    assert "s3cret" not in repr(found) + str(found) + repr(found.model_dump())


@pytest.mark.parametrize(
    "wrong",
    [
        'tokn = "s3cret"',
        'token = ["s3cret"]',
        'token = "s3cret"\nchat = 1',
        'token = { a = "s3cret" }',
        'token = "s3cret',
        'token "s3cret"',
    ],
)
def test_no_mistake_shows_a_secret(tmp_path: Path, wrong: str) -> None:
    told = "\n".join(mistakes(tmp_path, WHOLE + f"{BOT}{wrong}\n"))
    assert told
    assert "s3cret" not in told


def test_a_password_in_an_address_is_refused_and_not_shown(tmp_path: Path) -> None:
    told = mistakes(tmp_path, CONSOLE + WATCH + SOURCE.replace("n.example", "me:s3cret@n.example"))
    assert told == ["sources.news.url: passwords stay out of addresses: send one in a header"]
