"""What happens, printed as it happens."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from rich.console import Console
from rich.text import Text

from watcher.demo.arrivals import Arrival, arrivals
from watcher.demo.stage import Stage
from watcher.models import Delivery, Event, State
from watcher.reports import DeliveryOutcome, DeliveryReport, DigestReport, PollOutcome, PollReport, Report

_COLOURS = {"site": "magenta", "watcher": "cyan", "Slack": "green", "Telegram": "green", "Email": "green"}
_LOOK_AGAIN = 0.05
"""Seconds between two looks at what has arrived."""


class Teller:
    """Prints one line an event: the time, who, and what."""

    def __init__(self, console: Console, clock: Callable[[], datetime]) -> None:
        self._console = console
        self._clock = clock
        self.polls = 0
        self.read = 0
        self.new = 0
        self.matched = 0

    def say(self, who: str, what: str) -> None:
        """Print a line; what is too long for the screen is cut."""
        line = Text.assemble(
            (f"{self._clock():%H:%M:%S}  ", "dim"), (f"{who:<9}", _COLOURS.get(who, "yellow")), what
        )
        line.truncate(max(40, self._console.width), overflow="ellipsis")
        self._console.print(line, soft_wrap=True)

    def report(self, report: Report) -> None:
        """Tell what the application reports."""
        match report:
            case PollReport():
                self._poll(report)
            case DigestReport():
                count = len(report.delivery.entries)
                self.say("watcher", f"08:00 in Dana's zone: {count} held articles become one digest")
            case DeliveryReport(outcome=DeliveryOutcome.REFUSED):
                self.say("watcher", f"{report.delivery.destination} refused: {report.error}; sent again soon")
            case _:
                pass

    def _poll(self, report: PollReport) -> None:
        self.polls += 1
        match report.outcome:
            case PollOutcome.BASELINE:
                self.read += report.read
                self.say("watcher", f"first poll: {report.read} articles noted, none of them is news")
            case PollOutcome.CHANGED:
                self.read += len(report.new)
                self.new += len(report.new)
                alerts = [delivery for delivery in report.queued if delivery.event is Event.ALERT]
                self.matched += len({alert.entries[0].article for alert in alerts})
                to = ", ".join(map(_destination, report.queued)) or "nobody asked for it"
                self.say("watcher", f"{_news(report)} of {report.read} → {to}")
            case PollOutcome.FAILED:
                self.say("watcher", f"poll failed: {report.error}")
            case _:
                pass

    async def arrivals(self, stage: Stage) -> None:
        """Tell what arrives, until cancelled."""
        told: list[Arrival] = []
        while True:
            for arrival in (Counter(arrivals(stage)) - Counter(told)).elements():
                told.append(arrival)
                self.say(arrival.channel, f"← {arrival.headline}")
            await asyncio.sleep(_LOOK_AGAIN)


def _news(report: PollReport) -> str:
    changed = f"{len(report.edited)} changed headline" if report.edited else ""
    new = f"{len(report.new)} new" if report.new or not changed else ""
    return ", ".join(filter(None, (new, changed)))


def _destination(delivery: Delivery) -> str:
    return f"{delivery.destination} (held)" if delivery.state is State.HELD else delivery.destination
