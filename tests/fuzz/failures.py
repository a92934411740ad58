"""A folder for each fault: the page, the smallest one that still fails, and how to see it again."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from tests.fuzz.cases import Case
from tests.fuzz.verdict import Failure
from watcher.models import Kind, Page

WRITTEN_EACH = 3
"""Cases of one signature that are written; the others are counted."""


@dataclass
class Failures:
    """Writes the faults of one run into `folder`, which is made when the first comes."""

    folder: Path
    seed: int
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, case: Case, failure: Failure) -> None:
        """Write a fault, or only count it where there are enough of its kind."""
        self.counts[failure.signature] += 1
        if self.counts[failure.signature] > WRITTEN_EACH:
            return
        folder = self._of(case, failure.signature)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "page").write_bytes(case.page.body)
        (folder / "case.json").write_text(json.dumps(_told(case), indent=1), "utf-8")
        (folder / "README").write_text(self._readme(case, failure, folder), "utf-8", "backslashreplace")

    def minimised(self, case: Case, failure: Failure, body: bytes) -> None:
        """Put the smallest page beside the one that it was made from."""
        if body and self.counts[failure.signature] <= WRITTEN_EACH:
            (self._of(case, failure.signature) / "minimal").write_bytes(body)

    def _of(self, case: Case, signature: str) -> Path:
        name = re.sub(r"[^A-Za-z0-9.]+", "-", signature)[:80].strip("-")
        return self.folder / f"{name}-{case.number}"

    def _readme(self, case: Case, failure: Failure, folder: Path) -> str:
        return (
            f"{failure.signature}\n\nseed {self.seed}, case {case.number}: {' > '.join(case.trail)}\n"
            f"python -m tests.fuzz --reproduce {folder}\n\n{failure.details}"
        )


def saved(folder: Path) -> Case:
    """Return the case of a folder, with the smallest body that there is."""
    told = json.loads((folder / "case.json").read_text("utf-8"))
    page = told["page"]
    when = page["fetched_at"]
    body = folder / "minimal" if (folder / "minimal").exists() else folder / "page"
    return Case(
        number=told["number"],
        trail=tuple(told["trail"]),
        page=Page(
            **{
                **page,
                "body": body.read_bytes(),
                "fetched_at": datetime.fromisoformat(when) if when else None,
            }
        ),
        kind=Kind(told["kind"]) if told["kind"] else None,
        select=told["select"],
    )


def _told(case: Case) -> dict[str, object]:
    page = asdict(replace(case.page, body=b""))
    when = case.page.fetched_at
    return {**asdict(case), "page": {**page, "body": "", "fetched_at": when.isoformat() if when else None}}
