"""The data behind a choice: what won, why, and what came second."""

from __future__ import annotations

import pytest

from watcher.extract.html import analyse
from watcher.models import Page

STORIES = "".join(
    f"<article class='story'><h2><a href='/news/{n}'>Harbor story number {n} with a full headline</a></h2>"
    f"<time datetime='2024-05-0{n}'>{n} May 2024</time>"
    "<p>What happened on the quay that day, in a sentence.</p></article>"
    for n in range(1, 8)
)
MENU = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(9))
PAGE = f"<html><body><nav><ul>{MENU}</ul></nav><main>{STORIES}</main></body></html>"


def test_candidates_come_best_first_with_a_pattern_and_a_runner_up() -> None:
    analysis = analyse(Page(url="https://harbor.example/", body=b""), PAGE)
    best, second = analysis.ranked[0], analysis.ranked[1]
    assert best.pattern == "main > article.story > h2"
    assert best.score > second.score
    assert len(best.areas) == 7


def test_reasons_add_up_to_the_score_and_name_their_evidence() -> None:
    best = analyse(Page(url="https://harbor.example/", body=b""), PAGE).ranked[0]
    reasons = dict(best.reasons())
    assert sum(reasons.values()) == pytest.approx(best.score)
    assert reasons["headings"] > 0
    assert reasons["dates"] > 0


def test_lying_in_a_navigation_counts_against_a_candidate() -> None:
    ranked = analyse(Page(url="https://harbor.example/", body=b""), PAGE).ranked
    menu = next(r for r in ranked if r.pattern == "ul > li > a")
    assert dict(menu.reasons())["aside"] < 0
