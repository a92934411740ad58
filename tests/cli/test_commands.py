"""The command line as a whole: its commands, exit codes and streams."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.cli.run import WATCHER, Cli, process
from tests.config.files import WHOLE, written
from watcher import __version__
from watcher.cli.commands import COMMANDS
from watcher.config.example import example_path


def test_the_help_names_every_command_with_a_sentence(cli: Cli) -> None:
    done = cli("--help")
    assert done.code == 0
    for name, command in COMMANDS.items():
        (line,) = [line for line in done.out.splitlines() if line.strip().startswith(f"{name} ")]
        assert line.split(maxsplit=1)[1] == command.help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(cli: Cli, command: str) -> None:
    done = cli(command, "--help")
    assert done.code == 0
    assert f"Usage: watcher {command}" in done.out


def test_the_version_is_printed(cli: Cli) -> None:
    assert cli("version").out.startswith(f"watcher {__version__} ")


@pytest.mark.parametrize(
    "args", [["nonsense"], ["preview"], ["validate", "--nonsense"], ["preview", "x", "--kind", "x"]]
)
def test_a_wrong_command_line_exits_2(cli: Cli, args: list[str]) -> None:
    done = cli(*args)
    assert done.code == 2
    assert done.out == ""
    assert "Error: " in done.err


def test_a_right_configuration_is_counted(cli: Cli, tmp_path: Path) -> None:
    done = cli("validate", "-c", written(tmp_path, WHOLE))
    assert done.code == 0
    assert done.out.endswith("config.toml: no mistakes; 1 source, 1 destination, 1 watch\n")


def test_a_wrong_configuration_exits_2_with_every_mistake(cli: Cli, tmp_path: Path) -> None:
    done = cli("validate", "-c", written(tmp_path, WHOLE + "[web]\nenabled = 1\n[log]\nlevel = 1\n"))
    assert done.code == 2
    assert [line.split(":")[0].strip() for line in done.err.splitlines()[1:]] == ["web.enabled", "log.level"]


def test_a_broken_template_is_a_mistake_too(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "words" / "console" / "alert"
    folder.mkdir(parents=True)
    (folder / "body.txt").write_text("{{ artcles }}")
    done = cli("validate", "-c", written(tmp_path, WHOLE + '[templates]\nfolder = "words"\n'))
    assert done.code == 2
    assert "templates.folder: " in done.err
    assert "body.txt" in done.err


def test_a_missing_configuration_says_what_to_do(cli: Cli, tmp_path: Path) -> None:
    done = cli("validate", "-c", tmp_path / "none.toml")
    assert done.code == 2
    assert "`watcher init` writes one" in done.err


def test_the_configuration_may_be_named_by_the_environment(tmp_path: Path) -> None:
    env = {"WATCHER_CONFIG": str(example_path())}
    assert process("validate", cwd=tmp_path, env=env).code == 0


def test_verbose_shows_where_an_error_comes_from(tmp_path: Path) -> None:
    done = process("preview", "none.html", "--verbose", cwd=tmp_path)
    assert done.code == 1
    assert "Traceback" in done.err
    assert done.err.splitlines()[-1].endswith("none.html: no such file")


def test_without_it_an_error_is_one_line(tmp_path: Path) -> None:
    done = process("preview", "none.html", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (1, "", "watcher: none.html: no such file\n")


def test_json_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    items = [{"id": str(n), "title": f"부산항 {n}: “열렸다” \ud83d"} for n in range(3)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "뉴스", "items": items}
    (tmp_path / "feed.json").write_text(json.dumps(feed))
    env = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "FORCE_COLOR": "1"}
    done = process("preview", "feed.json", "--json", cwd=tmp_path, env=env)
    assert done.code == 0
    assert "부산항 0: “열렸다”" in done.out
    assert json.loads(done.out)["heading"] == "뉴스"
    assert process("preview", "feed.json", cwd=tmp_path, env=env).code == 0


def test_ctrl_c_exits_130_quietly(tmp_path: Path) -> None:
    # Shells have what they run in the background ignore it, these tests and so their children too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        running = subprocess.Popen(
            [*WATCHER, "preview", address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
        )
        silent.settimeout(30)
        connection, _ = silent.accept()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        connection.close()
    assert (running.returncode, out, err) == (130, b"", b"")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    items = [{"id": str(n), "title": f"A headline that is long enough, number {n}"} for n in range(5000)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": items}
    (tmp_path / "feed.json").write_text(json.dumps(feed))
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*WATCHER, "preview", "feed.json", "--json"],
        stdout=write,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    os.close(write)
    assert b"Traceback" not in done.stderr
