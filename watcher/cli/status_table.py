"""What `status` shows to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group
from rich.table import Table
from rich.text import Text

from watcher.cli.output import plain

Health = Mapping[str, object]
"""The answer of `/health`: the fields of `watcher.web.status.Status`, or `ok` and `error`."""


def report(health: Health) -> Group:
    """Lay out how the service is: the whole in one line, then a row for each source."""
    if "error" in health:
        return Group(Text(f"cannot work: {plain(str(health['error']))}", style="bold red"))
    headline = "all is well" if health.get("ok") else "needs a look"
    return Group(
        Text(f"{headline}, running since {health.get('started_at')}", style="bold"),
        _sources(health),
        Text(f"deliveries: {_counts(health.get('deliveries'))}"),
        *_failing(health),
        *([Text(plain(str(advice)), style="yellow")] if (advice := health.get("advice")) else []),
    )


def _sources(health: Health) -> Table:
    table = Table("Source", "Last success", "Last change", "Articles read", "Polls", "Trouble")
    rows = health.get("sources")
    for row in rows if isinstance(rows, list) else ():
        table.add_row(
            plain(str(row["name"])),
            row["last_success"] or "never",
            row["last_change"] or "never",
            str(row["articles_read"]),
            str(row["polls"]),
            Text(_trouble(row), style="red"),
        )
    return table


def _failing(health: Health) -> Iterator[Text]:
    rows = health.get("destinations")
    for row in rows if isinstance(rows, list) else ():
        if not row["failures"]:
            continue
        tried = f"{row['failures']} failed in a row since {row['failing_since']}, {row['pending']} wait"
        yield Text(f"destination {plain(row['name'])}: {tried}: {plain(row['error'])}", style="red")


def _trouble(row: Mapping[str, object]) -> str:
    return "" if row["ok"] else f"{row['failures']} failed in a row: {plain(str(row['error']))}"


def _counts(deliveries: object) -> str:
    counts = deliveries if isinstance(deliveries, dict) else {}
    return ", ".join(f"{number} {state}" for state, number in counts.items()) or "none"
