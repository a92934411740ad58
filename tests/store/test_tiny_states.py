"""The embedded store's own promise on polls that found nothing new: cheap, and lost by a crash at worst."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.store.contract import NOON
from watcher.models import Validators
from watcher.store.port import PollCommit
from watcher.store.tiny.store import TinyStore


async def committed(store: TinyStore) -> None:
    await store.commit_poll(PollCommit(source="nk", at=NOON, validators=Validators(etag="a"), page=()))


async def test_what_an_unchanged_poll_counts_is_on_the_disk_after_closing(tmp_path: Path) -> None:
    store = await TinyStore.open(tmp_path / "w.db")
    await committed(store)
    await store.poll_unchanged("nk", NOON + timedelta(hours=1))
    await store.close()
    again = await TinyStore.open(tmp_path / "w.db")
    state = await again.source_state("nk")
    await again.close()
    assert (state.polls, state.last_success) == (2, NOON + timedelta(hours=1))


async def test_a_commit_after_unchanged_polls_counts_them_too(tmp_path: Path) -> None:
    store = await TinyStore.open(tmp_path / "w.db")
    await committed(store)
    for hour in (1, 2, 3):
        await store.poll_unchanged("nk", NOON + timedelta(hours=hour))
    failures = await store.poll_failed("nk", NOON + timedelta(hours=4), "no such host", None)
    state = await store.source_state("nk")
    assert (failures, state.polls, state.validators.etag) == (1, 5, "a")
    assert state.last_success == NOON + timedelta(hours=3)
    assert (await store.sources()) == (state,)
    await store.close()


async def test_a_state_at_hand_is_the_one_in_the_file(tmp_path: Path) -> None:
    store = await TinyStore.open(tmp_path / "w.db")
    assert (await store.source_state("nk")).baseline_at is None
    await committed(store)
    assert (await store.source_state("nk")).baseline_at == NOON
    await store.close()
