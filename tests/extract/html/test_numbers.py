"""What is the number of a case or a document, and what only looks like one."""

from __future__ import annotations

import pytest

from watcher.extract.html.numbers import is_number

NUMBERS = (
    "23-6891 | 2023-CC-01565 | A-1234-22 | № А40-12345/2023 | III ZB 102/23 | 令和5(受)1234 | 2024 OK 51"
    " | 22-AP-286 | 120000 | EP3900017 | 2024-Ohio-2000 | 2023헌마123 | 1 BvR 1234/20 | C-123/22"
)
OTHERS = (
    "2019-2020 | 1,234 | 12 345 | +44 20 7946 0018 | (555) 123-4567 | 555-123-4567 | 10:30 | 12.05.2024"
    " | 5/30/2024 | $12.50 | 12% | Top 10 | Page 12 | 1 of 12 | 24 hours | May 2024 | Windows 11"
    " | 340 KB | Practice Direction No. 31/2024"
)


@pytest.mark.parametrize("text", NUMBERS.split(" | "))
def test_numbers_of_cases_are_known(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", OTHERS.split(" | "))
def test_other_figures_are_none(text: str) -> None:
    assert not is_number(text)
