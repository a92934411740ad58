"""What others judge of our mails: html-validate, axe in Chromium, and SpamAssassin without a network."""

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
from tests.judges.node import Unavailable, node, script
from tests.render.mails import sample_mails

pytestmark = pytest.mark.slow

PICTURES = Path(__file__).parents[2] / ".cache" / "pictures"
"""Where the mails are to be looked at: light and dark, on a phone and on a desk."""


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each as a page."""
    folder = tmp_path_factory.mktemp("mails")
    for name, parts in sample_mails():
        (folder / f"{name}.html").write_text(parts["html"], "utf-8")
    return folder


def judged(program: str, *arguments: str) -> list[str]:
    """Return what a program for Node finds fault with."""
    try:
        path = node()
    except Unavailable as reason:
        pytest.skip(str(reason))
    return subprocess.run(
        [path, script(program), *arguments], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def test_the_pages_are_valid(mails: Path) -> None:
    # Not every mail client knows <main>; all know a <div>, and read its role.
    assert judged("valid.js", str(mails), "prefer-native-element") == []


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium (apt install chromium)")
def test_in_a_browser_all_can_be_read_and_reached_and_nothing_is_too_wide(mails: Path) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)

    assert judged("seen.js", str(mails), str(PICTURES), str(shutil.which("chromium"))) == []


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
