"""What a poll found, on its way to the store and to whoever listens. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watcher.diff import Changes
from watcher.identity import canonical_address
from watcher.models import Article, Delivery, Profile, Quiet, Source, Validators
from watcher.reports import PollOutcome, PollReport
from watcher.store.port import PollCommit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one poll found and owes, before anything is written."""

    at: datetime
    validators: Validators
    changes: Changes
    news: tuple[Article, ...]
    """Those of the new that are no old articles in a new shape."""
    profile: Profile
    owed: tuple[Delivery, ...]
    warnings: tuple[str, ...]
    remark: str
    resolved: bool
    """Whether it ends a doubt by being believed, unusual as it is."""
    baseline: bool

    def commit(self, source: Source, quiet: Quiet) -> PollCommit:
        """Return it as what the store has to write."""
        return PollCommit(
            source=source.id,
            address=canonical_address(source.url),
            at=self.at,
            validators=self.validators,
            page=self.changes.page,
            new=self.changes.new,
            edited=(*self.changes.edited, *self.changes.renamed),
            deliveries=self.owed,
            quiet=quiet,
            profile=self.profile,
        )

    def report(self, source: Source) -> PollReport:
        """Return it as a report, as if all that is owed were queued."""
        return PollReport(
            source=source.id,
            outcome=self._outcome(),
            read=len(self.changes.page),
            new=self.news,
            edited=self.changes.edited,
            queued=self.owed,
            warnings=self.warnings,
            remark=self.remark,
        )

    def _outcome(self) -> PollOutcome:
        if self.baseline:
            return PollOutcome.BASELINE
        return PollOutcome.CHANGED if self.news or self.changes.edited else PollOutcome.UNCHANGED
