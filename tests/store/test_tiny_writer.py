"""The thread behind the embedded store: what fails is undone alone, and what lands with it lands once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.writer import Writer


async def test_of_units_that_land_together_only_the_one_that_fails_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "watcher.db"
    writer = Writer(path, partial(RowDatabase, path))
    table = (await writer.start()).row_table("notes")

    def note(number: int, *, fails: bool) -> int:
        table.insert({"number": number})
        if fails:
            raise ValueError(f"note {number}")
        return number

    units: list[Callable[[], int]] = [partial(note, number, fails=number == 7) for number in range(20)]
    outcomes = await asyncio.gather(*map(writer.run, units), return_exceptions=True)
    with pytest.raises(ValueError, match="note 7"):
        await writer.run(partial(note, 7, fails=True))
    stored = [document["number"] for document in await writer.run(lambda: list(table))]
    await writer.stop()
    assert isinstance(outcomes.pop(7), ValueError)
    assert outcomes == stored == [number for number in range(20) if number != 7]
