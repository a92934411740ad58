"""`watcher check`."""

from __future__ import annotations

import asyncio
import os
from typing import Annotated

import typer
from rich.progress import Progress

from watcher.cli.exits import FAILED
from watcher.cli.output import complain, plain, say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.config.loading import load
from watcher.config.settings import Settings
from watcher.reports import PollOutcome, PollReport, Report
from watcher.service.app import App, opened

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Send nothing and remember nothing: only show what is new.")
]


def check(config: ConfigOption = CONFIG, *, dry_run: DryRun = False) -> None:
    """Poll every source once, print what is new and deliver it; exit code 1 where a source failed."""
    reports, unheard = asyncio.run(_check(load(config, os.environ), dry_run=dry_run))
    for report in reports:
        _show(report)
    for line in unheard:
        complain(line)
    if any(report.outcome is PollOutcome.FAILED for report in reports):
        raise typer.Exit(FAILED)


async def _check(settings: Settings, *, dry_run: bool) -> tuple[tuple[PollReport, ...], tuple[str, ...]]:
    with Progress(transient=True) as progress:
        task = progress.add_task("Polling", total=None)

        def advance(report: Report) -> None:
            if isinstance(report, PollReport):
                progress.advance(task)

        async with opened(settings, listen=advance) as app:
            progress.update(task, total=len(app.sources))
            return await (_look(app) if dry_run else app.check()), await _unheard(app)


async def _look(app: App) -> tuple[PollReport, ...]:
    return tuple(await asyncio.gather(*(app.poller.look(source) for source in app.sources)))


async def _unheard(app: App) -> tuple[str, ...]:
    """Tell of watches whose destination is in the configuration no more."""
    return tuple(
        f"watch #{watch.id} of {watch.owner} ({plain(watch.query)}): "
        f'there is no destination "{name}" any more'
        for watch in await app.store.watches()
        for name in watch.destinations
        if app.routes.find(name) is None
    )


def _show(report: PollReport) -> None:
    if report.outcome is PollOutcome.FAILED:
        complain(f"{report.source}: {report.error}")
        return
    if report.outcome is PollOutcome.BASELINE:
        say(f"{report.source}: first poll, {report.read} articles noted; alerts start with the next new one")
        return
    if report.outcome is PollOutcome.WAITING:
        say(f"{report.source}: not polled, for it failed and is left alone a while: {report.error}")
        return
    say(f"{report.source}: {len(report.new)} new of {report.read}, {len(report.queued)} alerts")
    for article in report.new:
        say(f"  {plain(article.title)}{f'  {article.url}' if article.url else ''}")
