"""References to what is no character do no harm."""

from __future__ import annotations

import pytest

from watcher.extract import read
from watcher.extract.references import mended
from watcher.models import Page


@pytest.mark.parametrize(
    "reference", ["&#xDFFF;", "&#55296;", "&#0;", "&#x110000;", "&#" + "9" * 5_000 + ";", "&#x0"]
)
def test_a_reference_to_no_character_is_one_replacement_character(reference: str) -> None:
    assert mended(f"a{reference}") == "a\ufffd"


@pytest.mark.parametrize(
    "reference", ["&#65;", "&#x1F9EA;", "&#0000000000065;", "&#x10FFFF;", "&#", "&#x;", "&amp;"]
)
def test_other_references_stay(reference: str) -> None:
    assert mended(f"a{reference}b") == f"a{reference}b"


def test_a_malformed_feed_with_a_reference_to_half_a_character_is_read() -> None:
    body = b"<rss version='2.0'><channel><item><title>Ferry &#xDFFF; crews</title></item><br></channel></rss>"
    assert [item.title for item in read(Page(url="", body=body)).items] == ["Ferry \ufffd crews"]
