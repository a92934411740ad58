"""TinyDB's own tests hold for the embedded store, but for those that `cannot_apply.txt` names.

They are in TinyDB's sdist, which pip fetches into a cache; nothing of them is kept here.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
CACHE = ROOT / ".cache" / "sdists"
FILES = ("test_operations.py", "test_tables.py", "test_tinydb.py")
PATIENCE = 180


def sdist() -> Path:
    """Return the sdist of the installed TinyDB."""
    name = f"tinydb-{version('tinydb')}"
    archive = CACHE / f"{name}.tar.gz"
    if not archive.exists():
        wanted = name.replace("-", "==")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--retries", "1", "--no-deps"]
        try:
            subprocess.run(
                [*pip, "--no-binary", "tinydb", "--dest", str(CACHE), wanted],
                check=True,
                capture_output=True,
                timeout=PATIENCE,
            )
        except (OSError, subprocess.SubprocessError):
            pytest.skip(f"PyPI cannot be reached for the sdist of {wanted}")
    return archive


def cannot_apply() -> list[str]:
    lines = (HERE / "cannot_apply.txt").read_text("utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


@pytest.mark.slow
def test_tinydbs_own_suite_holds_for_the_embedded_store(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    with tarfile.open(sdist()) as archive:
        members = [one for one in archive if Path(one.name).name in FILES and "/tests/" in one.name]
        for member in members:
            # By hand: what extracts nothing but data came with Python 3.11.4.
            if content := archive.extractfile(member):
                (folder / Path(member.name).name).write_bytes(content.read())
    shutil.copy(HERE / "plugged.py", folder / "conftest.py")
    without = [f"--deselect={name}" for name in cannot_apply()]
    pytest_ = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null"]
    done = subprocess.run(
        [*pytest_, "--rootdir", str(folder), *without, str(folder)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    counted = re.search(r"(\d+) passed, (\d+) deselected", done.stdout)
    assert counted, done.stdout
    assert int(counted[1]) > 120
    assert int(counted[2]) >= len(cannot_apply())
