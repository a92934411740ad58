"""Mails can be read by everybody: in light and dark, by a screen reader, without pictures."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import html

from tests.render.mails import sample_mails
from watcher.render import builtin_folder

MAILS = dict(sample_mails())
STYLE = re.search(
    r"<style>(.*)</style>", (builtin_folder() / "email" / "_page.html").read_text("utf-8"), re.S
)

GROUND, CARD, MARK, TAG = "body", ".card", ".title b", ".match span"
TEXTS = {
    GROUND: ["td", "a", ".over", ".big", ".toc", ".watch h2", ".watch h2 span", ".watch .query"],
    CARD: ["td", "a", ".title", ".title a", ".summary", ".change", ".change s", ".change b", ".meta"],
    MARK: [".title b", ".summary b"],
    TAG: [".match span"],
}
TEXTS[GROUND] += [".foot", ".foot h2", ".foot .source", ".foot .source strong", ".bad", ".good"]
"""Selector of a background → those of texts that stand on it."""
READABLE = 4.5
"""Contrast of text that WCAG 2 AA asks for."""


def colours(scheme: str) -> dict[tuple[str, str], str]:
    """Return (selector, property) → `#rrggbb` under a colour scheme; dark leaves the rest as it is."""
    assert STYLE
    light, _, dark = STYLE[1].partition("@media (prefers-color-scheme: dark)")
    found: dict[tuple[str, str], str] = {}
    for sheet in (light, dark) if scheme == "dark" else (light,):
        for selectors, rules in re.findall(r"([^{}@]+)\{([^{}]*)\}", sheet):
            for name, value in re.findall(r"(?<![-\w])(background|color): (#[0-9a-f]{6})", rules):
                found |= {(selector.strip(), name): value for selector in selectors.split(",")}
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    known = colours(scheme)
    for behind, texts in TEXTS.items():
        for text in texts:
            pair = sorted((luminance(known[text, "color"]), luminance(known[behind, "background"])))
            contrast = (pair[1] + 0.05) / (pair[0] + 0.05)
            assert contrast >= READABLE, f"{text} on {behind} in {scheme}: {contrast:.2f}"


@pytest.mark.parametrize("name", MAILS)
def test_a_screen_reader_finds_its_way(name: str) -> None:
    page = html.document_fromstring(MAILS[name]["html"])
    assert page.get("lang")
    assert page.findtext(".//title")
    levels = [int(str(element.tag)[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(table.get("role") == "presentation" for table in page.iter("table"))
    assert all((link.text_content() or "").strip() for link in page.iter("a"))


@pytest.mark.parametrize("name", MAILS)
def test_nothing_is_loaded_and_dark_is_declared(name: str) -> None:
    text = MAILS[name]["html"]
    assert not re.search(r"<img|<link|<script|url\(|@import", text)
    assert '<meta name="color-scheme" content="light dark">' in text
