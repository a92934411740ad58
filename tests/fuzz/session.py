"""One run of the fuzzer: a progress bar, the faults in their folder, and the sum at the end."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tests.fuzz.cases import Case, make
from tests.fuzz.corpus import Seed, load
from tests.fuzz.failures import Failures
from tests.fuzz.memory import BOUND, NEW_PAGES, Sample, slope
from tests.fuzz.verdict import Failure
from tests.fuzz.watchdog import Message, Watchdog
from tests.fuzz.worker import Outcome


@dataclass
class Session:
    """Counts what the workers say. `slowest` is seconds of CPU and the number of the case."""

    seed: int
    corpus: Sequence[Seed]
    failures: Failures
    pages: int = 0
    listings: int = 0
    failed: int = 0
    slowest: tuple[float, int] = (0.0, 0)
    faults: dict[int, tuple[Case, Failure]] = field(default_factory=dict)
    """By number, until the smallest page is known."""

    def take(self, message: Message) -> None:
        """Count an outcome, and write what failed."""
        if isinstance(message, Outcome):
            self._count(message)
        else:
            self.failures.minimised(*self.faults.pop(message.number), message.body)

    def _count(self, outcome: Outcome) -> None:
        self.pages += 1
        self.listings += outcome.verdict.listing
        self.slowest = max(self.slowest, (outcome.verdict.seconds, outcome.number))
        if failure := outcome.verdict.failure:
            case = make(self.seed, outcome.number, self.corpus)
            self.failed += 1
            self.failures.add(case, failure)
            self.faults[outcome.number] = case, failure


def fuzz(seed: int, folders: tuple[Path, ...], into: Path, seconds: float, console: Console) -> int:
    """Fuzz for so many seconds, tell the result, and return the exit code: 1 where anything failed."""
    session = Session(seed, load(folders), Failures(into, seed))
    console.print(f"seed {seed}, {len(session.corpus)} pages to start from", highlight=False)
    started = time.monotonic()
    with tempfile.NamedTemporaryFile() as traces, _bar(console) as bar:
        dog = Watchdog(seed, session.corpus, Path(traces.name))
        task = bar.add_task("", total=seconds)
        for message in dog.messages(seconds):
            session.take(message)
            spent = time.monotonic() - started
            told = f"{session.pages:,} pages, {session.pages / spent:.0f}/s, {session.failed} failed"
            bar.update(task, completed=spent, description=told)
    failed = session.failed + _grows(dog.memory, console)
    _sum(session, console)
    console.print(f"{session.pages - session.failed} passed, {failed} failed", highlight=False)
    return 1 if failed else 0


def _bar(console: Console) -> Progress:
    columns = (TextColumn("fuzzing"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    return Progress(*columns, console=console)


def _grows(memory: Sequence[Sequence[Sample]], console: Console) -> bool:
    """Tell how memory grew, and whether by more than may be."""
    growth = max(
        (found for series in memory if (found := slope(series, NEW_PAGES)) is not None), default=None
    )
    told = (
        "too few pages to tell" if growth is None else f"{growth:+,.0f} bytes a page (at most {BOUND:+,.0f})"
    )
    console.print(f"memory: {told}", highlight=False)
    return growth is not None and growth > BOUND


def _sum(session: Session, console: Console) -> None:
    seconds, number = session.slowest
    console.print(
        f"{session.listings:,} of {session.pages:,} pages were read as listings, the others refused; "
        f"the slowest took {seconds:.2f} s of CPU (case {number})",
        highlight=False,
    )
    for signature, count in session.failures.counts.most_common():
        console.print(f"  {count} x {signature}", markup=False, highlight=False)
    if session.failures.counts:
        console.print(f"written to {session.failures.folder}", markup=False, highlight=False)
