"""Reports as lines of the log."""

from __future__ import annotations

import logging

from watcher.reports import DeliveryOutcome, DeliveryReport, DigestReport, PollOutcome, PollReport, Report

log = logging.getLogger("watcher")


def write(report: Report) -> None:
    """Log a report at the level that it deserves."""
    match report:
        case PollReport():
            _poll(report)
        case DeliveryReport():
            _delivery(report)
        case DigestReport():
            count = len(report.delivery.entries)
            log.info("%s: digest of %d articles", report.delivery.destination, count)


def _poll(report: PollReport) -> None:
    for warning in report.warnings:
        log.warning("%s: %s", report.source, warning)
    if report.remark:
        log.info("%s: %s", report.source, report.remark)
    match report.outcome:
        case PollOutcome.FAILED:
            log.warning("%s: %s; it will be tried again", report.source, report.error)
        case PollOutcome.BASELINE:
            log.info("%s: first poll, %d articles noted, none is news", report.source, report.read)
        case PollOutcome.CHANGED:
            log.info(
                "%s: %d new and %d changed headlines of %d, %d deliveries queued",
                report.source,
                len(report.new),
                len(report.edited),
                report.read,
                len(report.queued),
            )
        case _:
            log.debug("%s: %s", report.source, report.outcome)


def _delivery(report: DeliveryReport) -> None:
    delivery = report.delivery
    match report.outcome:
        case DeliveryOutcome.SENT:
            log.info("%s: %s sent", delivery.destination, delivery.event)
        case DeliveryOutcome.DEAD:
            log.error("%s: %s given up: %s", delivery.destination, delivery.id, report.error)
        case _:
            log.warning("%s: attempt %d: %s", delivery.destination, delivery.attempts, report.error)
