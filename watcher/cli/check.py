"""`watcher check`."""

from __future__ import annotations

import asyncio
import os
from typing import Annotated

import typer
from rich.progress import Progress

from watcher.app import App, opened
from watcher.cli.exits import FAILED
from watcher.cli.output import complain, plain, say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.config import Settings, load
from watcher.reports import PollOutcome, PollReport, Report

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Send nothing and remember nothing: only show what is new.")
]


def check(config: ConfigOption = CONFIG, *, dry_run: DryRun = False) -> None:
    """Poll every source once, print what is new and deliver it; exit code 1 where a source failed."""
    reports = asyncio.run(_check(load(config, os.environ), dry_run=dry_run))
    for report in reports:
        _show(report)
    if any(report.outcome is PollOutcome.FAILED for report in reports):
        raise typer.Exit(FAILED)


async def _check(settings: Settings, *, dry_run: bool) -> tuple[PollReport, ...]:
    with Progress(transient=True) as progress:
        task = progress.add_task("Polling", total=None)

        def advance(report: Report) -> None:
            if isinstance(report, PollReport):
                progress.advance(task)

        async with opened(settings, listen=advance) as app:
            progress.update(task, total=len(app.sources))
            return await (_look(app) if dry_run else app.check())


async def _look(app: App) -> tuple[PollReport, ...]:
    return tuple(await asyncio.gather(*(app.poller.look(source) for source in app.sources)))


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
