"""What goes wrong, drawn from a seed: answers of providers, and what ends the process."""

from __future__ import annotations

import random
from enum import StrEnum

from watcher.demo.receivers.faults import Fault, FaultPlan, Request

SHARE = 0.3
"""Of requests that go wrong while there are faults."""

STAGES = tuple(
    f"{moment}:{verb}"
    for verb in ("known", "commit_poll", "claim", "sent", "refused", "unknown")
    for moment in ("before", "after")
)
"""Where a process kills itself, as `tests.e2e.killable` names it."""


class Blow(StrEnum):
    """What ends a process."""

    KILL = "killed"
    STAGE = "killed at a stage"
    LATE = "killed before the stage"
    STOP = "stopped"


class Weather:
    """Faults of one provider; calm when told to be."""

    def __init__(self, seed: str) -> None:
        self.calm = True
        self.made = 0
        self._random = random.Random(seed)

    def plan(self, *methods: str) -> FaultPlan:
        """Return a plan that goes by this weather."""
        return FaultPlan(decide=self._decide, methods=methods, retry_after=1, late=0.5)

    def _decide(self, request: Request) -> Fault:
        if self.calm or self._random.random() > SHARE:
            return Fault.NONE
        self.made += 1
        return self._random.choice([fault for fault in Fault if fault is not Fault.NONE])


def blows(dice: random.Random) -> Blow:
    """Return how the next process ends."""
    return dice.choices([Blow.KILL, Blow.STAGE, Blow.STOP], weights=[7, 3, 1])[0]
