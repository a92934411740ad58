"""A store copied into another, of the same kind or not, is that store: all of it, in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from tests import postgres
from tests.store.contract import (
    ALL_PREFERENCES,
    DAY,
    MINUTE,
    NOON,
    a_delivery,
    a_poll,
    a_watch,
    an_article,
    states,
)
from watcher.errors import StoreError
from watcher.models import Calm, Cause, Chat, Doubt, Entry, Event, Quiet, Quota, State, When
from watcher.store.copying import BATCH, TABLES, copy, pour, total
from watcher.store.json_file import JsonExporter, JsonImporter
from watcher.store.port import Store
from watcher.store.registry import open_exporter, open_importer, open_store

CHAT = "telegram:5"


async def fill(store: Store) -> None:
    """Write something of everything, strange texts included, in more than one batch."""
    page = [an_article(number, published=date(2026, 11, 1)) for number in range(BATCH + 20)]
    quota = Quota(destination="slack:news", day="2026-11-22", most=1, reason="a limit", remark="the last")
    alerts = [a_delivery(number) for number in range(3)]
    quiet = Quiet(calms={alert.id: Calm(every=(quota,)) for alert in alerts})
    await store.commit_poll(a_poll(*page, deliveries=alerts, quiet=quiet))
    await store.commit_poll(
        a_poll(an_article(1000, title="a \0 nul, a \ud800 half, a \\ slash", labels=("x",)), at=NOON + MINUTE)
    )
    doubt = Doubt(since=NOON, cause=Cause.FEW, reason="few", first_ids=("a1",))
    await store.poll_failed("nk2", NOON, "no answer", NOON + DAY, doubt)
    parts = (Entry(source="nk", article="a1", before="old", after="new"), Entry(source="nk", article="a2"))
    await store.enqueue([a_delivery(number, f"mail:{number % 3}", entries=parts) for number in range(10, 40)])
    await store.enqueue(
        [a_delivery(50, CHAT, event=Event.NOTICE, text="hello", not_before=NOON + DAY, part=2)]
    )
    for destination, outcome in (("mail:0", "sent"), ("mail:1", "refused"), ("mail:2", "dead")):
        claim = await store.claim(destination, NOON + MINUTE)
        assert claim
        if outcome == "sent":
            await store.sent(claim, NOON + MINUTE, "r")
        elif outcome == "refused":
            await store.refused(claim, NOON + MINUTE, "busy", NOON + DAY)
        else:
            await store.dead(claim, NOON + MINUTE, "gone")
    assert await store.claim("mail:2", NOON + MINUTE), "one is being sent"
    for query in ("one", "two", "three"):
        last, _ = await store.add_watch(a_watch(query, sources=("nk",), limit_per_day=3))
    await store.remove_watch(last.id, last.owner)
    await store.save_chat(
        Chat(id=CHAT, title="Desk", created_at=NOON, active=False, preferences=ALL_PREFERENCES)
    )
    await store.change_watch(replace((await store.watches())[0], when=When.URGENT, muted_until=NOON + DAY))
    await store.put("offset", "12")


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The addresses of a store and of an empty one, of the kinds asked for."""
    first, second = (
        postgres.new_database() if kind == "postgres" else str(tmp_path / f"{number}.db")
        for number, kind in enumerate(request.param)
    )
    return first, second


async def filled(address: str) -> None:
    store = await open_store(address)
    await fill(store)
    await store.close()


async def copied(first: str, second: str) -> None:
    source = await open_exporter(first)
    target = await open_importer(second)
    told: list[str] = []
    numbers = await copy(source, target, lambda table, number: told.append(table))
    assert list(numbers) == list(TABLES)
    assert all(numbers.values())
    assert set(told) == set(TABLES)
    assert [await total(source, table) for table in TABLES] == [
        await total(target, table) for table in TABLES
    ]
    await source.close()
    await target.close()


WAYS = [("tiny", "postgres"), ("postgres", "tiny"), ("tiny", "tiny"), ("postgres", "postgres")]


@pytest.mark.parametrize("places", WAYS, indirect=True, ids="-".join)
async def test_a_copy_is_the_same_store(places: tuple[str, str]) -> None:
    await filled(places[0])
    await copied(*places)
    before, after = [await open_store(place) for place in places]
    assert await after.deliveries(limit=1000) == await before.deliveries(limit=1000)
    assert await after.watches() == await before.watches()
    assert await after.chats() == await before.chats()
    assert await after.sources() == await before.sources()
    assert await after.recent(NOON - DAY, 10_000) == await before.recent(NOON - DAY, 10_000)
    assert await after.get("offset") == "12"
    assert await after.known("nk", ["url:7"]) == await before.known("nk", ["url:7"])
    assert await after.counts() == await before.counts()
    for now in (NOON, NOON + DAY):
        assert await after.due_destinations(now) == await before.due_destinations(now)
    assert await after.next_due() == await before.next_due()
    assert await after.holding() == await before.holding() == {"slack:news": {""}}
    assert [claim.delivery.id for claim in await after.orphans(NOON - DAY)]
    new, old = [await store.add_watch(a_watch("four")) for store in (after, before)]
    assert new == old, "no watch's id is used again"
    await after.close()
    await before.close()


@pytest.mark.parametrize("places", WAYS[:2], indirect=True, ids="-".join)
async def test_a_copy_cut_off_is_no_store_and_goes_on(places: tuple[str, str]) -> None:
    await filled(places[0])
    source, target = await open_exporter(places[0]), await open_importer(places[1])

    def cut_off(table: str, number: int) -> None:
        if table == "articles":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await copy(source, target, cut_off)
    await source.close()
    await target.close()
    with pytest.raises(StoreError, match="cut off"):
        await open_store(places[1])
    await copied(*places)


@pytest.mark.parametrize("places", WAYS[:2], indirect=True, ids="-".join)
async def test_only_an_empty_store_is_filled_and_none_that_a_service_has(places: tuple[str, str]) -> None:
    for place in places:
        await filled(place)
        with pytest.raises(StoreError, match=r"already|something in it"):
            await open_importer(place)
        service = await open_store(place)
        with pytest.raises(StoreError, match=r"in use|uses the database"):
            await open_exporter(place)
        await service.close()


@pytest.mark.parametrize("places", WAYS[:2], indirect=True, ids="-".join)
async def test_stock_tinydb_opens_what_is_exported_and_it_is_imported(
    places: tuple[str, str], tmp_path: Path
) -> None:
    await filled(places[0])
    source, file = await open_exporter(places[0], beside=True), tmp_path / "all.json"
    writer = JsonImporter(file)
    for table in TABLES:
        await pour(source, writer, table, lambda table, number: None)
    await writer.finish()
    with TinyDB(file) as stock:
        assert len(stock.table("articles")) == BATCH + 21
        (found,) = stock.table("deliveries").search(where("state") == State.DEAD)
        assert found["error"] == "gone"
        assert [watch.doc_id for watch in stock.table("watches")] == [1, 2]
    target = await open_importer(places[1])
    await copy(JsonExporter(file), target, lambda table, number: None)
    assert [await total(source, table) for table in TABLES] == [
        await total(target, table) for table in TABLES
    ]
    await source.close()
    await target.close()
    store = await open_store(places[1])
    assert set((await states(store)).values()) >= {State.SENT, State.DEAD, State.HELD}
    await store.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "this is no JSON: Expecting property name enclosed in double quotes: line 1 column 2"),
        ("[1]", "this is not what `watcher store export` writes"),
        ('{"mine": {}}', "mine is no table of ours"),
        ('{"articles": {"12": {"source": "nk"}}}', "articles, 12: there is no 'authors'"),
        ('{"values": {"3": 4}}', "values, 3: "),
    ],
)
def test_a_file_that_is_wrong_is_told_where(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "all.json").write_text(text)
    with pytest.raises(StoreError) as caught:
        JsonExporter(tmp_path / "all.json")
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'all.json'}: ")
