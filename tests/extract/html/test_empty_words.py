"""The words of an empty list, a sentence a line, and headlines that deny something else."""

from __future__ import annotations

from pathlib import Path

from watcher.extract.html.empty_words import says_empty

WORDS = Path(__file__).parent / "words"


def sentences(name: str) -> list[str]:
    return (WORDS / name).read_text().splitlines()


def test_every_sentence_says_that_nothing_is_there() -> None:
    assert [said for said in sentences("empty.txt") if not says_empty(said)] == []


def test_headlines_that_deny_something_else_do_not() -> None:
    assert [said for said in sentences("not_empty.txt") if says_empty(said)] == []
