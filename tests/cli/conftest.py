from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.run import WATCHER, Cli
from tests.config.files import written

CONFIG = """
[[sources]]
id = "news"
url = "http://127.0.0.1:9/"
name = "Evening News"
[[destinations]]
name = "desk"
kind = "console"
[[watches]]
query = "embargo"
to = ["desk"]
[web]
enabled = false
"""


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration whose only source does not answer."""
    return written(tmp_path, CONFIG)


@pytest.fixture
def service(config: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A running service that owns the store."""
    running = subprocess.Popen([*WATCHER, "run", "-c", config], cwd=tmp_path, stderr=subprocess.DEVNULL)
    lock = tmp_path / "state" / "watcher.db.lock"
    until = time.monotonic() + 60
    while not (lock.exists() and f"process {running.pid} " in lock.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    yield running
    running.send_signal(signal.SIGTERM)
    running.wait(timeout=60)
