"""`init` writes a configuration that works, from options or from answers."""

from __future__ import annotations

import asyncio
import os
import pty
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from notifiers.registry import KINDS
from tests.cli.run import WATCHER, Cli
from tests.config.test_example import ENVIRON
from watcher.cli.first_config import source_id
from watcher.config.loading import load
from watcher.demo.articles import STORIES
from watcher.demo.site import Site

URL = "https://www.nknews.org/category/foreign-relations/"
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "apprise": (),
    "console": (),
    "email": ("host=smtp.example.org", "username=me", "sender=a@example.org", "to=b@example.org"),
    "slack": ("channel=C0123456789",),
    "telegram": ("chat=-1001234567890",),
    "webhook": (),
}


def options(kind: str) -> list[str]:
    return [word for answer in ANSWERS[kind] for word in ("--set", answer)]


@pytest.mark.parametrize("kind", KINDS)
def test_options_alone_write_a_configuration_that_loads(cli: Cli, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "config.toml"
    done = cli(
        "init", "--offline", "-c", path, "--url", URL, "--watch", 'a "b c"', "--watch", "d", "--to", kind,
        *options(kind),
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    found = load(path, ENVIRON)
    assert (found.sources[0].id, found.sources[0].url) == ("nknews-org", URL)
    assert [watch.query for watch in found.watches] == ['a "b c"', "d"]
    assert found.destinations[0].kind == kind


def test_secrets_that_are_still_to_be_set_are_named(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    done = cli(
        "init", "--offline", "-c", path, "--url", URL, "--watch", "a", "--to", "slack", *options("slack")
    )
    assert done.code == 0
    assert "destinations.slack.token: the environment variable SLACK_TOKEN is not set" in done.out


def test_a_file_that_is_there_is_kept(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("precious")
    args = ["init", "--offline", "-c", str(path), "--url", URL, "--watch", "a", "--to", "console"]
    done = cli(*args)
    assert done.code == 2
    assert "--force replaces it" in done.err
    assert path.read_text() == "precious"
    assert cli(*args, "--force").code == 0
    assert load(path, {}).watches


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "give --url"),
        (["--url", URL], "give --watch"),
        (["--url", URL, "--watch", "a"], "give --to"),
        (["--url", URL, "--watch", "a", "--to", "slack"], "give --set channel=…"),
        (["--url", URL, "--watch", "a", "--to", "slack", "--set", "channel"], "--set wants KEY=VALUE"),
        (
            ["--url", URL, "--watch", "a", "--to", "slack", "--set", "channel=C1", "--set", "token=xoxb-1"],
            "secrets stay out of the file: --set token=env:NAME",
        ),
        (["--url", URL, "--watch", "a", "--to", "slak"], 'did you mean "slack"?'),
        (["--url", "ftp://nknews.org"], '"ftp://nknews.org" is no address'),
        (["--url", URL, "--watch", "a OR", "--to", "console"], "a OR\n    ^"),
    ],
)
def test_without_a_terminal_what_is_missing_or_wrong_is_told(
    cli: Cli, tmp_path: Path, args: list[str], words: str
) -> None:
    path = tmp_path / "config.toml"
    done = cli("init", "--offline", "-c", path, *args)
    assert done.code == 2
    assert words in done.err
    assert not path.exists()


def test_a_listing_that_cannot_be_read_is_not_written_down(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    done = cli("init", "-c", path, "--url", "http://127.0.0.1:9/", "--watch", "a", "--to", "console")
    assert done.code == 1
    assert done.err.startswith("watcher: 127.0.0.1: cannot connect")
    assert not path.exists()


def test_a_folder_that_is_not_there_is_one_line(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "no" / "config.toml"
    done = cli("init", "--offline", "-c", path, "--url", URL, "--watch", "a", "--to", "console")
    assert (done.code, done.err) == (1, f"watcher: cannot write {path}: No such file or directory\n")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (URL, "nknews-org"),
        ("http://[::1]:80/", "1"),
        ("https://xn--bcher-kva.example/", "xn-bcher-kva-example"),
    ],
)
def test_a_source_is_called_by_its_host(url: str, name: str) -> None:
    assert source_id(url) == name


def test_whoever_sits_at_a_terminal_is_asked(tmp_path: Path) -> None:
    terminal, inner = pty.openpty()
    asked = subprocess.Popen(
        [*WATCHER, "init", "--offline"], stdin=inner, stdout=inner, stderr=inner, cwd=tmp_path
    )
    os.close(inner)
    answers = [
        "no where",
        URL.removeprefix("https://"),
        "sanctions OR",
        "sanctions",
        "navy",
        "",
        "telegraph",
        "telegram",
        "-42",
    ]
    os.write(terminal, "".join(f"{answer}\n" for answer in answers).encode())
    assert asked.wait(timeout=60) == 0
    os.close(terminal)
    found = load(tmp_path / "config.toml", {"TELEGRAM_TOKEN": "123456:AAbbCC"})
    assert [watch.query for watch in found.watches] == ["sanctions", "navy"]
    assert found.sources[0].url == URL
    assert found.destinations[0].channel.address == "-42"


async def test_a_listing_on_a_private_network_is_allowed_by_the_file_that_names_it(
    cli: Cli, tmp_path: Path
) -> None:
    site = Site(STORIES, layout="cards", today=date(2026, 3, 2))
    await site.start()
    path = tmp_path / "config.toml"
    args = ("init", "-c", path, "--url", site.url, "--watch", "a", "--to", "console")
    done = await asyncio.to_thread(cli, *args)
    await site.stop()
    assert (done.code, done.err) == (0, "")
    assert load(path, {}).http.allow_private
