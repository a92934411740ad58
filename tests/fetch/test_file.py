from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watcher.errors import FetchError, TooLarge
from watcher.fetch import read_file
from watcher.models import Page


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.html", "text/html"),
        ("a.HTM", "text/html"),
        ("a.txt", "text/plain"),
        ("a.rss", "application/rss+xml"),
        ("a.xml", "application/xml"),
        ("a.json", "application/json"),
        ("a", ""),
    ],
)
def test_a_file_is_a_page_of_the_type_that_its_suffix_says(
    tmp_path: Path, name: str, content_type: str
) -> None:
    file = tmp_path / name
    file.write_bytes(b"\xff news")
    os.utime(file, (1_795_000_000, 1_795_000_000))
    written = datetime.fromtimestamp(1_795_000_000, UTC)
    assert read_file(file, 6) == Page(
        url="", body=b"\xff news", content_type=content_type, fetched_at=written
    )


def test_a_file_over_the_cap_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(b"1234567")
    with pytest.raises(TooLarge, match="larger than 6 bytes"):
        read_file(file, 6)


def test_an_endless_file_is_refused_at_the_cap() -> None:
    with pytest.raises(TooLarge):
        read_file(Path("/dev/zero"), 1_000)


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing", "no such file"), (".", "a folder, not a file"), ("x\0y", "cannot be read")],
)
def test_what_is_no_file_is_an_error_that_says_so(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        read_file(tmp_path / name, 6)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_an_error_that_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(b"x")
    file.chmod(0)
    with pytest.raises(FetchError, match="permission denied"):
        read_file(file, 6)
