"""The fuzzer itself: it repeats itself, sees what it looks for, and in a short dose finds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import atheris_engine
from tests.fuzz.cases import MUTATIONS, Case, make
from tests.fuzz.corpus import ROOT, load
from tests.fuzz.failures import Failures, saved
from tests.fuzz.memory import BOUND, BOUND_AGAIN, Sample, resident, slope
from tests.fuzz.minimise import minimise
from tests.fuzz.verdict import Failure, judge
from watcher.models import Kind, Page

CORPUS = load()


def test_the_same_seed_and_number_make_the_same_case() -> None:
    assert [make(7, n, CORPUS) for n in range(30)] == [make(7, n, CORPUS) for n in range(30)]
    assert make(7, 3, CORPUS) != make(8, 3, CORPUS)


def test_every_mutation_is_met_within_a_thousand_cases() -> None:
    met = {step for n in range(1_000) for step in make(1, n, CORPUS).trail[1:]}
    assert met == {mutation.__name__ for mutation in MUTATIONS}


def test_the_pages_to_start_from_are_of_every_kind() -> None:
    assert {seed.name.rpartition(".")[2] for seed in CORPUS} >= {"html", "txt", "rss", "atom", "xml", "json"}


def test_a_failing_page_is_made_smaller_while_it_fails() -> None:
    assert minimise(b"abc" * 300 + b"<!x>" + b"def" * 300, lambda body: b"<!" in body) == b"<!"


def test_a_steady_leak_is_told_from_holes_and_a_warm_up() -> None:
    leak = [Sample(page, 80_000_000 + 20_000 * page) for page in range(0, 5_000, 50)]
    steady = [
        Sample(page, 80_000_000 + 10_000 * min(page, 900) + page % 7 * 400_000)
        for page in range(0, 5_000, 50)
    ]
    assert (slope(leak) or 0) > BOUND
    assert abs(slope(steady) or 0) < BOUND / 3
    assert slope(leak[:20]) is None


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell the resident set")
def test_what_a_process_holds_shows_in_its_resident_set() -> None:
    before = resident()
    held = bytes(range(256)) * 80_000
    assert resident() - before > len(held) / 2


def test_a_fault_is_written_so_that_it_can_be_run_again(tmp_path: Path) -> None:
    page = Page(url="http://[::1", body=b"\xff<rss>", content_type="text/html", charset="\ud800")
    case = Case(5, ("a.rss", "flip"), page, Kind.RSS)
    failure = Failure("ValueError at extract/feed.py:read", "trace")
    found = Failures(tmp_path, seed=9)
    found.add(case, failure)
    found.minimised(case, failure, b"<rss>")
    (folder,) = tmp_path.iterdir()
    assert saved(folder) == case.with_body(b"<rss>")
    assert "seed 9, case 5" in (folder / "README").read_text()


def test_the_inputs_of_atheris_are_pages_with_a_content_type() -> None:
    case = atheris_engine.case_of(b"\x02<rss version='2.0'>")
    assert (case.page.content_type, case.page.body) == ("application/rss+xml", b"<rss version='2.0'>")
    assert atheris_engine.case_of(b"").page.body == b""


def test_the_mutations_of_atheris_keep_its_limit() -> None:
    made = [atheris_engine.mutate(b"\x00<p>One</p>", 50, seed) for seed in range(60)]
    assert max(map(len, made)) == 50
    assert all(data[:1] == b"\x00" for data in made)


@pytest.mark.slow
def test_reading_the_same_pages_again_and_again_keeps_nothing() -> None:
    cases = [case for case in (make(3, n, CORPUS) for n in range(60)) if len(case.page.body) < 60_000]
    samples = []
    for again in range(1, 31):
        for case in cases:
            judge(case)
        samples.append(Sample(again * len(cases), resident()))
    growth = slope(samples)
    assert growth is not None
    assert growth < BOUND_AGAIN


@pytest.mark.slow
def test_a_short_dose_finds_nothing(tmp_path: Path) -> None:
    command = (
        sys.executable,
        "-m",
        "tests.fuzz",
        "--minutes",
        "0.33",
        "--seed",
        "20261122",
        "--failures",
        tmp_path,
    )
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1].endswith(" passed, 0 failed"), done.stdout
    assert done.returncode == 0
