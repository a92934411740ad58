"""Keeps a worker at work for some time and tells what it found; one that dies is replaced."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias

from tests.fuzz.corpus import Seed
from tests.fuzz.memory import Sample
from tests.fuzz.verdict import Failure, Verdict
from tests.fuzz.worker import HANGS, Minimised, Outcome, work

SILENCE = 20.0 * HANGS
"""Seconds of the wall's clock without a word, after which a worker is ended: it waits for something."""

Message: TypeAlias = Outcome | Minimised


@dataclass
class Watchdog:
    """Runs the cases of `seed`, from number 0 on. `memory` has one series for each worker that there was."""

    seed: int
    corpus: Sequence[Seed]
    traces: Path
    memory: list[list[Sample]] = field(default_factory=list)

    def messages(self, seconds: float) -> Iterator[Message]:
        """Yield what the workers say, for so many seconds; a death is the failure of its case."""
        end = time.monotonic() + seconds
        number = 0
        while time.monotonic() < end:
            for message in self._of_one_worker(number, end):
                number = message.number + 1
                yield message

    def _of_one_worker(self, first: int, end: float) -> Iterator[Message]:
        here, there = Pipe(duplex=False)
        context = get_context("spawn")
        worker = context.Process(
            target=work, args=(there, self.seed, first, self.corpus, self.traces), daemon=True
        )
        worker.start()
        there.close()
        series: list[Sample] = []
        self.memory.append(series)
        due, minimising = first, False
        try:
            while time.monotonic() < end or minimising:
                message = _next(here)
                if message is None:
                    worker.kill()
                    worker.join()
                    if not minimising:
                        yield Outcome(due, Verdict(0.0, failure=self._death(worker.exitcode)))
                    return
                due = message.number + 1
                minimising = isinstance(message, Outcome) and message.verdict.failure is not None
                if isinstance(message, Outcome) and message.resident:
                    series.append(Sample(due - first, message.resident))
                yield message
        finally:
            worker.kill()
            worker.join()
            here.close()

    def _death(self, exitcode: int | None) -> Failure:
        name = signal.Signals(-exitcode).name if exitcode and exitcode < 0 else f"exit code {exitcode}"
        trace = self.traces.read_text("utf-8", "replace")
        place = next((line.strip() for line in trace.splitlines() if "/watcher/" in line), "?")
        return Failure(
            f"the process died of {name} at {place}", f"SIGXCPU is a hang: {HANGS} s of CPU\n{trace}"
        )


def _next(worker: Connection) -> Message | None:
    """Return the next message, None where there will be none."""
    try:
        message = worker.recv() if worker.poll(SILENCE) else None
    except EOFError:
        return None
    return message if isinstance(message, Outcome | Minimised) else None
