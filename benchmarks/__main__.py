"""`python -m benchmarks [--quick]`: every benchmark in turn, then what was aimed at and what reached.

A goal that is not met is no error, for a busy machine misses some; only a benchmark that breaks is.
"""

from __future__ import annotations

import argparse
import time
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import cast

from benchmarks.result import BENCHMARKS, Benchmark, Result

_VERDICTS = {True: "met", False: "NOT MET", None: ""}


def main() -> int:
    """Run all; the exit code is 1 where a benchmark broke."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller doses: under four minutes in all")
    quick = parser.parse_args().quick
    found: list[Result] = []
    broken: list[str] = []
    for name in BENCHMARKS:
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        try:
            found += cast(Benchmark, import_module(name)).run(quick)
        except Exception:  # noqa: BLE001 - the other benchmarks can still tell something
            traceback.print_exc()
            broken.append(name)
        print(f"   {time.monotonic() - started:.0f} s", flush=True)
    _summary(found, broken)
    return 1 if broken else 0


def _summary(found: Sequence[Result], broken: Sequence[str]) -> None:
    print(f"\n{'':60}{'reached':>12} {'':12}{'goal':>10}")
    for each in found:
        value = f"{each.value:,.0f}" if each.value >= 100 else f"{each.value:.3g}"
        print(f"{each.name:60}{value:>12} {each.unit:12}{each.goal:>10}  {_VERDICTS[each.met]}")
    for name in broken:
        print(f"{name}: broke, see above")
    judged = [each.met for each in found if each.met is not None]
    print(f"{sum(judged)} of {len(judged)} goals met, {len(broken)} benchmarks broken")


if __name__ == "__main__":
    raise SystemExit(main())
