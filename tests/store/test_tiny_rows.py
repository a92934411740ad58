"""What our tables add to TinyDB's: transactions, copies, ids never used again, indexes in the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import where

from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.entries import Window
from watcher.store.tiny.index import Index, When
from watcher.store.tiny.plan import Lookup, plan

BY_NAME = Index(by="name")
BY_CITY = Index(by="city", order="age", when=When(field="state", values=("on",)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rows.db"


@pytest.fixture
def db(path: Path) -> Iterator[RowDatabase]:
    with RowDatabase(path, indexes={"people": (BY_NAME, BY_CITY)}) as database:
        yield database


def test_a_transaction_over_several_tables_lands_whole_or_not_at_all(db: RowDatabase) -> None:
    with suppress(ZeroDivisionError), db.transaction():
        db.table("people").insert({"name": "Ann"})
        db.table("other").insert({"x": 1})
        raise ZeroDivisionError
    assert db.tables() == set()
    with db.transaction():
        db.table("people").insert({"name": "Ann"})
        db.table("other").insert({"x": 1})
    assert db.tables() == {"people", "other"}
    assert db.table("people").count(where("name") == "Ann") == 1


def test_a_transaction_inside_another_fails_alone(db: RowDatabase) -> None:
    people = db.table("people")
    with db.transaction():
        people.insert({"name": "Ann"})
        with suppress(ZeroDivisionError), db.transaction():
            people.insert({"name": "Bo"})
            raise ZeroDivisionError
        people.insert({"name": "Cy"})
    assert [person["name"] for person in people] == ["Ann", "Cy"]
    assert people.count(where("name") == "Bo") == 0


def test_what_cannot_be_json_leaves_nothing_of_its_write(db: RowDatabase) -> None:
    with pytest.raises(TypeError):
        db.table("people").insert_multiple([{"name": "Ann"}, {"name": object()}])
    assert len(db.table("people")) == 0


def test_documents_are_copies(db: RowDatabase) -> None:
    people = db.row_table("people")
    given = {"name": "Ann", "tags": ["a"]}
    people.insert(given)
    given["tags"] = []
    for found in (people.by_id(1), people.first(where("name") == "Ann"), people.all()[0]):
        assert found is not None
        assert found["tags"] == ["a"]
        found["tags"].append("b")
    assert people.by_id(1) == {"name": "Ann", "tags": ["a"]}


def test_an_id_is_not_used_again_even_by_the_next_process(path: Path) -> None:
    with RowDatabase(path) as database:
        database.insert_multiple([{"x": 1}, {"x": 2}])
        database.remove(doc_ids=[2])
    with RowDatabase(path) as database:
        assert database.insert({"x": 3}) == 3


def test_a_table_may_be_written_while_it_is_walked(db: RowDatabase) -> None:
    people = db.table("people")
    people.insert_multiple({"name": str(number)} for number in range(1200))
    with db.transaction():
        for person in people:
            people.update({"seen": True}, doc_ids=[person.doc_id])
            people.insert({"name": "late"})
    assert people.count(where("seen") == True) == 1200  # noqa: E712 - a query, not a test


def test_an_index_declared_later_is_built_and_one_no_longer_declared_is_dropped(path: Path) -> None:
    with RowDatabase(path) as database:
        database.table("people").insert_multiple([{"name": "Ann"}, {"name": "Bo"}])
    with RowDatabase(path, indexes={"people": (BY_NAME,)}) as database:
        assert database.row_table("people").walk(BY_NAME, Window(value="Bo")) == [{"name": "Bo"}]
    with RowDatabase(path) as database:
        assert database.rows._db.execute("SELECT count(*) FROM entries").fetchone() == (0,)


def test_an_index_gives_a_window_of_a_group_in_order(db: RowDatabase) -> None:
    people = db.row_table("people")
    for name, age in (("Ann", 30), ("Bo", 20), ("Cy", None), ("Di", 20), ("Ed", 40)):
        people.insert({"name": name, "age": age, "city": "Seoul", "state": "on"})
    people.insert({"name": "Off", "age": 1, "city": "Seoul", "state": "off"})
    people.insert({"name": "Far", "age": 1, "city": "Busan", "state": "on"})

    def walked(window: Window, *, newest: bool = False, limit: int | None = None) -> list[str]:
        return [person["name"] for person in people.walk(BY_CITY, window, newest=newest, limit=limit)]

    assert walked(Window(value="Seoul", low=20, high=40)) == ["Bo", "Di", "Ann"]
    assert walked(Window(value="Seoul", low=20, past=2, high=40)) == ["Di", "Ann"]
    assert walked(Window(value="Seoul"), newest=True) == ["Cy", "Ed", "Ann", "Di", "Bo"]
    assert walked(Window(value="Seoul"), limit=1) == ["Bo"]
    assert people.tally(BY_CITY, Window(value="Seoul")) == 5


def test_a_document_leaves_an_index_when_it_no_longer_belongs(db: RowDatabase) -> None:
    people = db.row_table("people")
    people.insert({"name": "Ann", "city": "Seoul", "state": "on"})
    people.update({"state": "off"}, doc_ids=[1])
    assert people.tally(BY_CITY, Window(value="Seoul")) == 0
    assert people.tally(BY_NAME, Window(value="Ann")) == 1


@pytest.mark.parametrize("value", ["\ud800", 2**70, float("nan"), None, ["Ann"], {"a": 1}])
def test_a_value_that_no_index_can_hold_is_still_found(db: RowDatabase, value: object) -> None:
    people = db.table("people")
    people.insert({"name": value})
    found = people.search(where("name") == value)
    assert len(found) == (0 if value != value else 1)


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (where("name") == "Ann", ("Ann",)),
        ((where("age") > 3) & (where("name") == "Ann"), ("Ann",)),
        (where("name").one_of(["Ann", "Bo"]), ("Ann", "Bo")),
    ],
)
def test_an_equality_on_an_indexed_field_is_answered_by_the_index(
    query: object, values: tuple[str, ...]
) -> None:
    assert plan(query, (BY_CITY, BY_NAME)) == Lookup(BY_NAME, values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        where("name") != "Ann",
        where("city") == "Seoul",
        ~(where("name") == "Ann"),
        (where("name") == "Ann") | (where("age") == 3),
        where("name").one_of(["Ann", None]),
        where("name").matches("A.*"),
    ],
)
def test_what_an_index_cannot_answer_whole_is_scanned(query: object) -> None:
    assert plan(query, (BY_CITY, BY_NAME)) is None  # type: ignore[arg-type]
