"""The harness sees what it looks for, repeats its mischief, and in a short dose finds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.world import ROOT
from tests.torture.mischief import Weather
from tests.torture.received import numbers
from tests.torture.verdict import Told, judge

SENT = Told(state="sent", maybe_dup=False, attempts=1)
DOUBTED = Told(state="sent", maybe_dup=True, attempts=2)


def test_all_received_once_and_in_order_is_well() -> None:
    verdict = judge(2, {"slack": [1, 2], "phone": [1, 2]}, {})
    assert verdict.ok
    assert verdict.lines()[0] == "missing: 0"


def test_what_nobody_has_is_missing_unless_a_dead_letter_says_so() -> None:
    dead = Told(state="dead", maybe_dup=False, attempts=3)
    verdict = judge(3, {"slack": [2]}, {("slack", 1): dead, ("slack", 3): SENT})
    assert verdict.missing == (("slack", 3),)
    assert verdict.given_up == (("slack", 1),)
    assert not verdict.ok


@pytest.mark.parametrize(
    ("channel", "copies", "row", "explained"),
    [
        ("phone", 2, DOUBTED, True),
        ("phone", 2, SENT, False),
        ("phone", 3, DOUBTED, False),
        ("slack", 2, DOUBTED, False),
    ],
)
def test_a_repeat_needs_a_doubt_and_a_provider_that_keeps_no_key(
    channel: str, copies: int, row: Told, explained: bool
) -> None:
    verdict = judge(1, {channel: [1] * copies}, {(channel, 1): row})
    assert verdict.ok is explained
    assert (verdict.explained, len(verdict.unexplained)) == (int(explained), int(not explained))


def test_order_is_that_of_first_copies() -> None:
    verdict = judge(3, {"phone": [1, 3, 1, 2]}, {("phone", 1): DOUBTED})
    assert verdict.out_of_order == (("phone", 2),)
    assert verdict.ok


def test_news_of_an_edit_is_no_alert() -> None:
    messages = [
        ("● Marker 1 is lit", "Marker 1 is lit, and Marker 2 is lit"),
        ("✎ Marker", "Marker 1 is lit"),
    ]
    assert list(numbers(messages)) == [1, 2]


def test_the_same_seed_makes_the_same_faults() -> None:
    def faults(seed: str) -> list[str]:
        weather = Weather(seed)
        weather.calm = False
        plan = weather.plan()
        return [plan.next("sendMessage") for _ in range(100)]

    assert faults("7") == faults("7") != faults("8")
    assert len(set(faults("7"))) > 5


@pytest.mark.slow
def test_a_short_dose_loses_and_repeats_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.torture", "--minutes", "0.5", "--seed", "20261122"]
    done = subprocess.run([*command, "--folder", str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nmissing: 0\n" in done.stdout
