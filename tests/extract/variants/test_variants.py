"""A page changed as sites change theirs is read as before: of each change, a share of all fixtures at least.

The rest are pages that the change makes doubtful, and those that show where reading can still be better. A
share may rise; where it falls, `read` has unlearned something. Hardly one may be called an empty list, since
of that nobody is told.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.extract.variants import changes
from tests.extract.variants.changes import Change
from tests.extract.variants.records import Original, originals, titles_of

LEAST: dict[str, tuple[Change, float]] = {
    "of which one is left": (changes.keep(1), 0.53),
    "of which two are left": (changes.keep(2), 0.82),
    "of which three are left": (changes.keep(3), 0.91),
    "of which five are left": (changes.keep(5), 0.96),
    "of which none is left": (changes.keep(0), 0.90),
    "with hashed classes": (changes.hash_classes, 0.96),
    "without classes": (changes.drop_classes, 0.92),
    "without headings in records": (changes.drop_headings, 0.97),
    "without landmarks": (changes.drop_landmarks, 0.97),
    "with numbered classes": (changes.give_own_classes, 0.98),
    "with a class for the first": (changes.set_first_apart, 0.95),
    "with the first in a wrapper": (changes.wrap_first, 0.92),
    "with half in a wrapper": (changes.wrap_second_half, 0.89),
    "with links to share": (changes.add_share_links, 0.96),
    "with numbers of comments": (changes.add_comment_counts, 0.98),
    "with buttons": (changes.add_buttons, 0.98),
    "with sections": (changes.add_sections, 0.98),
    "with authors": (changes.add_authors, 0.98),
    "with dates": (changes.add_dates, 0.98),
    "with recent posts": (changes.add_recent_posts, 0.98),
    "with a carousel": (changes.add_carousel, 0.96),
    "with look-alikes": (changes.add_look_alikes, 0.97),
    "with the sidebar first": (changes.put_sidebar_first, 0.96),
}

SILENT = 0.02
"""Share of the pages with a list that may be called empty."""


@cache
def all_originals() -> tuple[Original, ...]:
    return tuple(originals())


@pytest.mark.slow
@pytest.mark.parametrize("name", LEAST)
def test_changed_pages_are_read_as_before(name: str) -> None:
    change, least = LEAST[name]
    tried, wrong, silent = 0, [], []
    for original in all_originals():
        document, records = original.opened()
        wanted = change(document, records, original.titles)
        if wanted is not None:
            tried += 1
            found = titles_of(original.page, document)
            if (found or ()) != tuple(wanted):
                wrong.append(original.name)
                silent += [original.name] * (found == ())
    assert tried
    assert 1 - len(wrong) / tried >= least, f"{len(wrong)} of {tried}: {', '.join(wrong)}"
    assert len(silent) <= SILENT * tried, f"called empty: {', '.join(silent)}"
