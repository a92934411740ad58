"""A request that is being carried out, and a SIGKILL at each of its steps."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.world import ROOT


@pytest.mark.slow
def test_a_kill_at_any_step_of_a_request_loses_and_repeats_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.loops.requests_killed", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for end in json.loads(done.stdout):
        assert end["deaths"] >= 6
        assert end["states"] == {"d0": "pending", "d1": "pending", "d2": "dropped", "d3": "dropped"}
        assert end["watches"] == ["harbour", "railway"]
        assert end["left"] == []
