"""Texts and views are shortened without breaking a character, a group or a count."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.models import Event
from watcher.view import AlertView, DigestView, NoticeView
from watcher.view.samples import samples
from watcher.view.shorten import FULL, count_articles, cut_view, fit, keep_articles, shorten

ALERT = samples(Event.ALERT)[2]
DIGEST = samples(Event.DIGEST)[0]
NOTICE = samples(Event.NOTICE)[0]
FAMILY = "👨\u200d👩\u200d👧"


def test_a_short_text_stays_as_it_is() -> None:
    assert shorten("Harbour", 7) == "Harbour"


def test_a_long_text_is_cut_at_a_space_and_says_so() -> None:
    assert shorten("Harbour cranes stand idle", 18) == "Harbour cranes…"


def test_a_text_without_spaces_is_cut_where_it_must_be() -> None:
    assert shorten("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("ab" + "e\u0301" * 5, 4, "ab…"),
        ("ab" + FAMILY * 2, 5, "ab…"),
        ("ab👍🏽👍🏽", 4, "ab…"),
        ("a🇰🇷🇯🇵", 4, "a🇰🇷…"),
        ("a🇰🇷🇯🇵", 3, "a…"),
        ("a🇰🇷🇯🇵🇩🇪", 6, "a🇰🇷🇯🇵…"),
        ("abcd", 0, ""),
        ("abcd", 1, ""),
    ],
)
def test_a_cut_never_goes_through_a_character(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


@settings(deadline=None)
@given(st.text(max_size=60), st.integers(0, 60))
def test_a_cut_is_within_its_limit_and_a_beginning(text: str, limit: int) -> None:
    cut = shorten(text, limit)

    assert len(cut) <= limit or cut == text
    assert text.startswith(cut.removesuffix("…"))
    rest = text[len(cut.removesuffix("…")) :] if cut.endswith("…") and cut != text else ""
    assert not rest or rest[0] in " ,;:–—-" or unicodedata.category(rest[0]) not in {"Mn", "Mc", "Me"}


def summaries(view: object) -> int:
    assert isinstance(view, AlertView)
    return sum(len(article.summary) for article in view.articles)


def test_what_fits_is_left_whole() -> None:
    assert fit(ALERT, repr, lambda text: True) == repr(ALERT)


def test_summaries_go_before_titles_and_titles_before_articles() -> None:
    stages = []

    def watch(text: str) -> bool:
        stages.append(text)
        return False

    def shape(view: object) -> str:
        assert isinstance(view, AlertView)
        titles = sum(len(article.title) for article in view.articles)
        return f"{summaries(view)} {titles} {len(view.articles)}"

    long = replace(ALERT.articles[0], title="t" * 400, summary="s" * 900)  # type: ignore[union-attr]
    assert isinstance(ALERT, AlertView)
    fit(replace(ALERT, articles=(long,) * 4), shape, watch)

    numbers = [tuple(map(int, stage.split())) for stage in stages]
    assert numbers[0] == (3600, 1600, 4)
    for (_, title, articles), after in pairwise(numbers):
        assert after[1] == title or after[0] == 0
        assert after[2] == articles or after[1] <= 60 * articles
    assert numbers[-1][2] == 1


def test_as_many_articles_are_kept_as_fit() -> None:
    assert isinstance(DIGEST, DigestView)
    many = replace(DIGEST, groups=(replace(DIGEST.groups[0], articles=DIGEST.groups[0].articles * 50),) * 2)

    text = fit(many, lambda view: f"{'x' * count_articles(view)} {view.more}", lambda text: len(text) <= 40)  # type: ignore[union-attr]

    assert text is not None
    shown, more = text.split()
    assert len(shown) + int(more) == 200 + DIGEST.more
    assert 35 <= len(text) <= 40


def test_what_cannot_fit_gives_nothing() -> None:
    for view in (ALERT, DIGEST, NOTICE):
        assert fit(view, repr, lambda text: False) is None


def test_articles_are_dropped_from_the_end_and_empty_groups_with_them() -> None:
    kept = keep_articles(DIGEST, 1)

    assert isinstance(kept, DigestView)
    assert isinstance(DIGEST, DigestView)
    assert len(kept.groups) == 1
    assert kept.groups[0].articles == DIGEST.groups[0].articles[:1]
    assert kept.more == DIGEST.more + 3
    assert kept.count == DIGEST.count


def test_sources_left_out_of_the_proof_are_counted() -> None:
    cut = cut_view(DIGEST, replace(FULL, sources=1))

    assert isinstance(cut, DigestView)
    assert isinstance(DIGEST, DigestView)
    assert cut.sources == DIGEST.sources[:1]
    assert cut.more_sources == DIGEST.more_sources + 1
    assert cut.failing == DIGEST.failing


def test_a_notice_is_shortened_by_its_text() -> None:
    notice = NoticeView(text="word " * 2000, maybe_dup=False)

    text = fit(notice, lambda view: view.text, lambda text: len(text) <= 1500)  # type: ignore[union-attr]

    assert text is not None
    assert 1100 <= len(text) <= 1200
    assert text.endswith("…")
