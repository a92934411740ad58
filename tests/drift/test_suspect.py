"""What pages look like that are no listing any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drift import pages
from tests.drift.pages import count_down, framed, listing
from watcher.demo.layouts import LAYOUTS
from watcher.drift import suspect

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "html").glob("*.html"))
FULL = [path for path in FIXTURES if path.stat().st_size > 8_000]
"""Pages with more than a notice has to say."""

NOT_SHORT = "<p>It was a long day at the harbour, and nobody had seen the ferry.</p>" * 40
FORM = "<form action='/s'><input name='u'><input type=\"password\" name='p'><button>OK</button></form>"


@pytest.mark.parametrize(
    ("html", "looks"),
    [
        (pages.LOG_IN, "a log-in form"),
        (framed(FORM + NOT_SHORT), "a log-in form"),
        ("<html><body><form><input class=x type=password></form></body></html>", "a log-in form"),
        (pages.CAPTCHA, "a check for robots (a captcha or the like)"),
        (pages.CAPTCHA_RUSSIAN, "a check for robots"),
        (
            "<html><body><iframe src='https://c.example/captcha/v2?k=1'></iframe></body></html>",
            "a check for robots",
        ),
        ("<html><body><p>安全验证</p><div id=x></div></body></html>", "a check for robots"),
        (pages.MAINTENANCE, "a maintenance notice"),
        (pages.MAINTENANCE_GERMAN, "a maintenance notice"),
        (pages.SHELL, "the empty shell of a page that its scripts fill in: look for a feed or an API"),
        ("<html><body><div id=app></div><script src=a.js></script></body></html>", "the empty shell"),
        (pages.CONSENT, "a question about cookies or consent"),
        (
            "<html><body><p>Alle akzeptieren?</p><p>Ja</p></body></html>",
            "a question about cookies or consent",
        ),
        (pages.PARKED, "the notice of a parked domain"),
        ("<html><body><h1>x.example</h1><p>域名出售</p></body></html>", "the notice of a parked domain"),
        ("<html><body><h1>Access denied</h1><p>Ref 1</p></body></html>", "a refusal (access denied)"),
        ("Access denied", "a refusal (access denied)"),
    ],
)
def test_a_soft_failure_is_named(html: str, looks: str) -> None:
    found = suspect(html)
    assert found is not None
    assert found.startswith(looks)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_listing_is_not_suspected(layout: str) -> None:
    assert suspect(listing(count_down(20), layout), listed=True) is None


def test_a_form_in_the_head_of_a_page_with_items_proves_nothing() -> None:
    assert suspect(framed(FORM + NOT_SHORT), listed=True) is None


def test_a_long_article_about_cookies_and_captchas_is_not_suspected() -> None:
    assert suspect(framed("<h1>Maintenance of cookies</h1><p>Solve a captcha.</p>" + NOT_SHORT)) is None


@pytest.mark.parametrize("path", FULL, ids=lambda path: path.stem)
def test_a_page_full_of_items_is_not_suspected(path: Path) -> None:
    assert suspect(path.read_text("utf-8", "replace"), listed=True) is None


@pytest.mark.parametrize(
    "text",
    ["<input " * 100_000, "<script src='" + "a" * 500_000, "<div class=" * 50_000, "\x00" * 1000, ""],
    ids=["inputs", "attribute", "divs", "nothing", "empty"],
)
def test_hostile_markup_shows_nothing(text: str) -> None:
    assert suspect(text) is None
