"""The public test pages: how many items of each are found, by title or by address."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extract.html.f1 import Result, score

LISTINGS = Path(__file__).parents[4] / "shared" / "listings"
MISLABELLED = {"page25"}
"""Called empty, though the saved page shows eight documents with links: finding them is right."""

pytestmark = pytest.mark.skipif(not LISTINGS.is_dir(), reason="the folder of public test pages is not there")


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return [score(path) for path in sorted(LISTINGS.glob("*.html")) if path.stem not in MISLABELLED]


def test_mean_f1_over_the_pages_is_at_least_098(results: list[Result]) -> None:
    assert sum(r.f1 for r in results) / len(results) >= 0.98, results


def test_hardly_a_page_is_less_than_perfect(results: list[Result]) -> None:
    assert [r for r in results if not r.in_order] == []
