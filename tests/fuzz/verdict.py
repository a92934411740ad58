"""What became of a case, and where the fault is if there is one."""

from __future__ import annotations

import signal
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from types import FrameType, TracebackType

from tests.fuzz.cases import Case
from tests.fuzz.target import run

SLOW = 2.0
"""Seconds of CPU that no page may take."""
_OURS = ("/watcher/", "/tests/fuzz/target.py")
_SAMPLED_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Failure:
    """`signature` is the same for faults of one cause, as far as that can be told cheaply."""

    signature: str
    details: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`listing` tells whether the page could be read, `seconds` is CPU time."""

    seconds: float
    listing: bool = False
    failure: Failure | None = None


def judge(case: Case) -> Verdict:
    """Run a case; one that is slow is run again, since other work on the machine only ever adds."""
    verdict = _timed(case)
    if verdict.failure or verdict.seconds <= SLOW:
        return verdict
    places = _sample(case)
    again = _timed(case)
    if again.seconds <= SLOW:
        return again
    place = places.most_common(1)[0][0] if places else "?"
    details = "\n".join(f"{count} samples in {name}" for name, count in places.most_common(10))
    failure = Failure(f"slow at {place}", f"{again.seconds:.2f} s of CPU\n{details}")
    return Verdict(again.seconds, again.listing, failure)


def _timed(case: Case) -> Verdict:
    start = time.process_time()
    try:
        listing = run(case)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
        details = "".join(traceback.format_exception(error))
        return Verdict(time.process_time() - start, failure=Failure(_signature(error), details))
    return Verdict(time.process_time() - start, listing)


def _signature(error: Exception) -> str:
    return f"{type(error).__name__} at {_innermost(error.__traceback__)}"


def _innermost(trace: TracebackType | None) -> str:
    own = [
        frame
        for frame, _ in traceback.walk_tb(trace)
        if any(part in frame.f_code.co_filename for part in _OURS)
    ]
    return _place(own[-1]) if own else "?"


def _place(frame: FrameType) -> str:
    path = frame.f_code.co_filename.rpartition("/watcher/")[2].rpartition("/fuzz/")[2]
    return f"{path}:{frame.f_code.co_name}"


def _sample(case: Case) -> Counter[str]:
    """Run a case once more and note where it is as it goes."""
    seen: Counter[str] = Counter()

    def note(_: int, frame: FrameType | None) -> None:
        while frame and "/watcher/" not in frame.f_code.co_filename:
            frame = frame.f_back
        if frame:
            seen[_place(frame)] += 1

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, _SAMPLED_EVERY, _SAMPLED_EVERY)
    try:
        _timed(case)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return seen
