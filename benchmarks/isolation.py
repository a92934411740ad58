"""What bad neighbours cost: `python -m benchmarks.isolation [--rounds 30]`.

Ten Slack channels get an alert each, round after round, over real sockets; beside them one destination whose
server is gone and one whose server never answers. Told is the median time from queueing to the answer of the
ten, with the two and without them.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from benchmarks.result import Result, at_most
from notifiers.port import Message
from notifiers.secret import Secret
from notifiers.slack.channel import Slack
from notifiers.slack.options import Options
from watcher.delivery.attempt import Attempts, Patience
from watcher.delivery.deliver import Deliverer
from watcher.delivery.routes import Route, Routes
from watcher.demo.receivers.faults import Fault, FaultPlan
from watcher.demo.receivers.slack import SlackReceiver
from watcher.holding.holds import Holds
from watcher.models import Delivery, Event
from watcher.reports import DeliveryOutcome, DeliveryReport, Report
from watcher.rules import Matcher
from watcher.service.app import utc_now
from watcher.store.port import Claim
from watcher.store.registry import open_store
from watcher.watchbook import WatchBook

GOOD = 10
ROUNDS = 30
PAUSE = 1.1
"""Seconds between rounds: a channel takes one message a second."""
WORSE = 1.2
"""With bad neighbours a median delivery takes at most so many times as long."""
NOWHERE = "http://127.0.0.1:9/api/"


def _route(name: str, token: str, number: int, base_url: str) -> Route:
    options = Options(token=Secret(token), channel=f"C{number}", base_url=base_url, timeout=5)
    return Route(destination=name, notifier=Slack(options), to=options.channel, zone=ZoneInfo("UTC"))


async def delays(folder: Path, rounds: int, *, bad: bool) -> list[float]:
    """Return the seconds that each alert to the good ones took."""
    found: list[float] = []

    def listen(report: Report) -> None:
        if isinstance(report, DeliveryReport) and report.outcome is DeliveryOutcome.SENT:
            found.append((utc_now() - report.delivery.created_at).total_seconds())

    async def compose(claim: Claim, _: Route) -> Message:
        parts = {"text": claim.delivery.text, "title": "News", "body": claim.delivery.text, "context": ""}
        return Message(key=claim.delivery.id, parts=parts)

    store = await open_store(folder / f"{'with' if bad else 'without'}.db")
    good, hanging = SlackReceiver(), SlackReceiver(plan=FaultPlan(decide=lambda _: Fault.HANG))
    await good.start()
    await hanging.start()
    names = [f"good{number}" for number in range(GOOD)]
    ways = [_route(name, good.token, number, good.base_url) for number, name in enumerate(names)]
    if bad:
        ways += [
            _route("dead", "xoxb-dead", 90, NOWHERE),
            _route("hangs", "xoxb-hangs", 91, hanging.base_url),
        ]
    routes = Routes(ways, {}, ZoneInfo("UTC"))
    book = WatchBook(store, Matcher())
    attempts = Attempts(
        store,
        book,
        routes,
        Holds(book, routes),
        compose,
        utc_now,
        patience=Patience(send_timeout=8),
        operators=(),
        listen=listen,
    )
    deliverer = Deliverer(store, attempts.attempt, utc_now, limits=routes.limits)
    running = asyncio.create_task(deliverer.run())
    for number in range(rounds):
        await store.enqueue([_alert(number, way.destination, utc_now()) for way in ways])
        deliverer.wake()
        await asyncio.sleep(PAUSE)
    await asyncio.sleep(PAUSE)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await hanging.stop()
    await deliverer.drain(1)
    await good.stop()
    await store.close()
    return found


def _alert(number: int, to: str, now: datetime) -> Delivery:
    return Delivery(
        id=f"{to} {number}", event=Event.NOTICE, destination=to, text=f"news {number}", created_at=now
    )


def measure(rounds: int) -> Iterator[Result]:
    """Measure without bad neighbours, with them, and without again, which says what the machine does."""
    with TemporaryDirectory() as name:
        found = [
            asyncio.run(delays(_made(Path(name) / str(place)), rounds, bad=bad))
            for place, bad in enumerate((False, True, False))
        ]
    before, beside, after = (median(each) for each in found)
    print(f"median delay: {before * 1e3:.0f} ms and {after * 1e3:.0f} ms alone, {beside * 1e3:.0f} ms beside")
    yield at_most(
        "delay beside a dead and a hanging destination, to alone", beside / max(before, after), "x", WORSE
    )


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def run(quick: bool) -> Iterator[Result]:
    """Measure with as many rounds as usual, or a fifth of them."""
    return measure(ROUNDS // (5 if quick else 1))


def main() -> None:
    """Read the options, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    list(measure(parser.parse_args().rounds))


if __name__ == "__main__":
    main()
