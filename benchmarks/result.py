"""The common shape of what benchmarks find, and the registry of all of them.

A benchmark is a module with `run(quick)`: it prints its own table as it goes, and yields a `Result` for each
figure worth a line in the summary. `quick` asks for a dose that fits into continuous integration.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

BENCHMARKS = (
    "benchmarks.extract_html",
    "benchmarks.extract_feeds",
    "benchmarks.extract_text",
    "benchmarks.rules",
    "benchmarks.watches",
    "benchmarks.store",
    "benchmarks.search",
    "benchmarks.postgres",
    "benchmarks.polls",
    "benchmarks.isolation",
)
"""The modules, in the order in which they run."""


@dataclass(frozen=True, slots=True)
class Result:
    """One figure. `goal` is written as in `≤ 5`, empty where there is none; `met` is None then."""

    name: str
    value: float
    unit: str
    goal: str = ""
    met: bool | None = None


class Benchmark(Protocol):
    """What a benchmark's module offers."""

    def run(self, quick: bool, /) -> Iterable[Result]:
        """Measure, print the table, and yield the figures."""
        ...


def at_most(name: str, value: float, unit: str, limit: float) -> Result:
    """Return a figure that must not be larger than `limit`."""
    return Result(name, value, unit, f"≤ {limit:g}", value <= limit)


def at_least(name: str, value: float, unit: str, limit: float) -> Result:
    """Return a figure that must not be smaller than `limit`."""
    return Result(name, value, unit, f"≥ {limit:g}", value >= limit)
