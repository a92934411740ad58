"""The status as Prometheus reads it. Pure.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from watcher.web.status import Status

Labels = dict[str, str]
Sample = tuple[Labels, float]


def exposition(status: Status) -> str:
    """Return all metrics as text."""
    return "".join(line + "\n" for line in _lines(status))


def _lines(status: Status) -> Iterator[str]:
    each = [({"source": source.id}, source) for source in status.sources]
    yield from _metric("watcher_up", "gauge", "1 while the store answers.", [({}, 1)])
    yield from _metric(
        "watcher_started_seconds", "gauge", "When it started.", [({}, _stamp(status.started_at))]
    )
    yield from _metric("watcher_articles", "gauge", "Articles remembered.", [({}, status.articles)])
    yield from _metric("watcher_watches", "gauge", "Watches.", [({}, status.watches)])
    yield from _metric(
        "watcher_deliveries",
        "gauge",
        "Deliveries kept, by state.",
        [({"state": state}, number) for state, number in status.deliveries.items()],
    )
    yield from _metric(
        "watcher_source_polls_total",
        "counter",
        "Polls of a source.",
        [(name, source.polls) for name, source in each],
    )
    yield from _metric(
        "watcher_source_failures",
        "gauge",
        "Failed polls of a source in a row.",
        [(name, source.failures) for name, source in each],
    )
    yield from _metric(
        "watcher_source_articles",
        "gauge",
        "Articles on the last listing that was read.",
        [(name, source.articles_read) for name, source in each],
    )
    yield from _metric(
        "watcher_source_last_success_seconds",
        "gauge",
        "When a source was last read.",
        [(name, _stamp(source.last_success)) for name, source in each if source.last_success],
    )
    for state in ("pending", "held", "dead"):
        yield from _metric(
            f"watcher_destination_{state}",
            "gauge",
            f"Deliveries {state}, by destination; chats and subscribers together.",
            _by_destination(status, state),
        )


def _by_destination(status: Status, state: str) -> Iterable[Sample]:
    """Return one sample for each named destination: who talks to a bot has no business in a label."""
    numbers: dict[str, float] = {}
    for destination in status.destinations:
        kind, colon, _ = destination.name.partition(":")
        name = f"{kind}:*" if colon else destination.name
        numbers[name] = numbers.get(name, 0) + getattr(destination, state)
    return [({"destination": name}, number) for name, number in numbers.items()]


def _metric(name: str, kind: str, words: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        inner = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"{name}{{{inner}}} {value:.15g}" if inner else f"{name} {value:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _stamp(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
