"""Addresses of stores: what is understood, and what is said where it is not."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from watcher.errors import StoreError
from watcher.store.registry import open_store


async def test_an_address_of_no_known_kind_says_which_there_are() -> None:
    with pytest.raises(StoreError, match=r"no store of kind 'mysql': give a file's path, or .*postgres"):
        await open_store("mysql://user:hunter2@host/name")


@pytest.mark.parametrize("address", ["postgresql://user:hunter2@127.0.0.1:1/name", "postgresql://[::hunter2"])
async def test_a_server_that_cannot_be_reached_is_named_without_the_password(address: str) -> None:
    with pytest.raises(StoreError, match=r"cannot connect to PostgreSQL: .*; check store.url") as caught:
        await open_store(address)
    assert "hunter2" not in str(caught.value)


async def test_a_missing_package_is_named_with_the_extra_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in sys.modules if name.startswith(("asyncpg", "watcher.store.postgres"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    importlib.invalidate_caches()
    with pytest.raises(StoreError, match=r"asyncpg is missing: .*pip install '\.\[postgres\]'"):
        await open_store("postgresql://host/name")
