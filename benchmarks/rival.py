"""Programs of others to be measured beside ours: each in an environment of its own, made on first use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

CACHE = Path(__file__).parents[1] / ".cache" / "rivals"
PATIENCE = 180
"""Seconds for pip."""


class Unavailable(Exception):
    """The rival cannot be had here; the message says why."""


def program(package: str, version: str) -> Path:
    """Return the path of a package's program of the same name, installed by pip where it was not yet.

    Raises `Unavailable` where it cannot be installed.
    """
    folder = CACHE / f"{package}-{version}"
    installed = folder / "bin" / package
    if installed.exists():
        return installed
    print(f"installing {package} {version} to measure beside", flush=True)
    try:
        _run(sys.executable, "-m", "venv", str(folder))
        _run(str(folder / "bin" / "pip"), "install", "--quiet", "--retries", "1", f"{package}=={version}")
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Unavailable(_why(error)) from error
    return installed


def library(package: str, version: str) -> Path:
    """Return a folder to import a package from, installed by pip where it was not yet.

    Raises `Unavailable` where it cannot be installed.
    """
    folder = CACHE / f"{package}-{version}"
    if not folder.exists():
        print(f"installing {package} {version} to measure beside", flush=True)
        wanted = f"{package}=={version}"
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--retries", "1", "--no-deps")
        try:
            _run(*pip, "--target", str(folder), wanted)
        except (OSError, subprocess.SubprocessError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise Unavailable(_why(error)) from error
    return folder


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)


def _why(error: Exception) -> str:
    lines = error.stderr.strip().splitlines() if isinstance(error, subprocess.CalledProcessError) else []
    return lines[-1] if lines else str(error)
