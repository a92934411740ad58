"""`send-test` sends a sample alert through the real notifier and the real templates."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.cli.run import Cli
from tests.config.files import SOURCE, WATCH, WHOLE, written


def test_the_sample_arrives(cli: Cli, tmp_path: Path) -> None:
    done = cli("send-test", "console", "-c", written(tmp_path, WHOLE))
    assert (done.code, done.err) == (0, "")
    assert "A test: this is what an alert looks like here" in done.out
    assert done.out.endswith("sent to console\n")


def test_templates_of_the_user_are_used(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "words" / "console" / "alert"
    folder.mkdir(parents=True)
    (folder / "body.txt").write_text("Hear, hear: {{ articles[0].title }}")
    config = written(tmp_path, WHOLE + '[templates]\nfolder = "words"\n')
    assert "Hear, hear: A test" in cli("send-test", "console", "-c", config).out


def test_an_unknown_destination_is_a_wrong_command_line(cli: Cli, tmp_path: Path) -> None:
    done = cli("send-test", "konsole", "-c", written(tmp_path, WHOLE))
    assert done.code == 2
    assert 'there is no destination "konsole"; did you mean "console"?' in done.err


def test_what_the_channel_refuses_is_one_line(cli: Cli, tmp_path: Path) -> None:
    console = f'[[destinations]]\nname = "console"\nkind = "console"\npath = "{tmp_path}"\n'
    done = cli("send-test", "console", "-c", written(tmp_path, SOURCE + WATCH + console))
    assert (done.code, done.out, done.err) == (1, "", "watcher: cannot write: Is a directory\n")


def test_a_channel_that_does_not_answer_leaves_it_open_whether_it_arrived(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("123456:AAbbCC")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        chat = (
            '[[destinations]]\nname = "chat"\nkind = "telegram"\ntoken = "file:token"\nchat = 5\n'
            f'base_url = "http://127.0.0.1:{silent.getsockname()[1]}"\n'
            '[delivery]\nsend_timeout = "200ms"\n'
        )
        done = cli("send-test", "chat", "-c", written(tmp_path, WHOLE + chat))
    assert done.code == 1
    assert done.err == "watcher: chat did not answer in time: it may have arrived, or not\n"
