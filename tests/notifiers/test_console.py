"""The console and the file."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from notifiers.console import Console
from notifiers.port import Message, Notifier, Refused

MESSAGE = Message(key="k", parts={"body": "● Harbour — مرفأ"})


async def test_a_message_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    channel = Console(Console.Options())

    await channel.send("stdout", MESSAGE)

    assert isinstance(channel, Notifier)
    assert capsys.readouterr().out == "● Harbour — مرفأ\n\n"
    assert await channel.find("stdout", "k") is None


async def test_a_file_is_appended_to(tmp_path: Path) -> None:
    options = Console.Options(path=tmp_path / "out.txt")
    channel = Console(options)

    await channel.send(options.address, MESSAGE)
    await channel.send(options.address, MESSAGE)
    await channel.close()

    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "● Harbour — مرفأ\n\n" * 2


def test_a_relative_path_starts_at_the_configurations_folder(tmp_path: Path) -> None:
    options = Console.Options.model_validate({"path": "out.txt"}, context={"folder": tmp_path})

    assert options.address == str(tmp_path / "out.txt")


async def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No such file"):
        await Console(Console.Options(path=tmp_path / "nowhere" / "out.txt")).send("", MESSAGE)


async def test_a_terminal_that_cannot_show_a_character_still_gets_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))

    await Console(Console.Options()).send("stdout", MESSAGE)

    assert raw.getvalue() == b"? Harbour ? ????\n\n"
