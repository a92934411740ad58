"""The newcomer's first minute."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from watcher.extract.plain import plain

pytestmark = pytest.mark.slow


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "watcher", "demo", str(folder)], capture_output=True, text=True, timeout=120
    )


def test_the_demo_delivers_everything_once_and_leaves_it_to_look_at(tmp_path: Path) -> None:
    done = demo(tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    for line in (
        "is redesigned",
        "Watching sanctions",
        "will answer “429",
        "held articles become one digest",
    ):
        assert line in done.stdout
    assert "What to do next" in done.stdout
    digest = plain((tmp_path / "out" / "digest.html").read_text("utf-8"))
    assert "Council widens sanctions on tanker insurers" in digest
    for name in ("slack.html", "telegram.html", "console.txt", "digest.eml", "config.toml"):
        assert (tmp_path / "out" / name).stat().st_size


def test_the_demo_touches_no_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("keep me")
    done = demo(tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "not empty" in done.stderr
    assert (tmp_path / "precious.txt").exists()
