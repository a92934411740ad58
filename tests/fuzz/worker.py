"""The child process that reads the pages; whatever they do to it, its parent is told by what it sent last."""

from __future__ import annotations

import faulthandler
import resource
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.cases import Case, make
from tests.fuzz.corpus import Seed
from tests.fuzz.memory import EVERY, resident
from tests.fuzz.minimise import minimise
from tests.fuzz.verdict import Verdict, judge

HANGS = 30
"""Seconds of CPU on one case (thrice judged, where slow), after which the kernel ends the process."""
MOST_MEMORY = 3 * 2**30
"""Bytes of address space; a page that wants more fails with a MemoryError."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of case `number`; `resident` is 0 between samples."""

    number: int
    verdict: Verdict
    resident: int = 0


@dataclass(frozen=True, slots=True)
class Minimised:
    """The smallest body found that fails as case `number` does."""

    number: int
    body: bytes


def work(parent: Connection, seed: int, first: int, corpus: Sequence[Seed], traces: Path) -> None:
    """Judge case after case, send an `Outcome` of each, and a `Minimised` after a failure; never returns."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    with traces.open("w") as file:
        faulthandler.enable(file)
        faulthandler.register(signal.SIGXCPU, file=file, chain=True)
        minimised: set[str] = set()
        for done, number in enumerate(count(first), 1):
            _send(parent, make(seed, number, corpus), minimised, sample=done % EVERY == 0)


def _send(parent: Connection, case: Case, minimised: set[str], *, sample: bool) -> None:
    _allow(HANGS)
    verdict = judge(case)
    parent.send(Outcome(case.number, verdict, resident() if sample else 0))
    if verdict.failure is None:
        return
    first = verdict.failure.signature not in minimised
    minimised.add(verdict.failure.signature)
    parent.send(Minimised(case.number, _smallest(case, verdict.failure.signature) if first else b""))


def _smallest(case: Case, signature: str) -> bytes:
    def fails(body: bytes) -> bool:
        _allow(HANGS)
        failure = judge(case.with_body(body)).failure
        return failure is not None and failure.signature == signature

    return minimise(case.page.body, fails)


def _allow(seconds: int) -> None:
    """Let the process live for some more seconds of CPU."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds, hard))
