"""TinyDB's own behaviour, held by stock TinyDB in memory and by our tables alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import add, decrement, delete, increment, subtract
from tinydb.operations import set as set_to
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.index import Index

PEOPLE = [
    {"name": "Ann", "age": 30, "tags": ["a", "b"], "home": {"city": "Seoul"}},
    {"name": "Bo", "age": 20, "tags": ["b"], "home": {"city": "Busan"}},
    {"name": "Cy", "age": 30, "tags": [], "home": {}},
]
DECLARED = {"_default": (Index(by="name"), Index(by="age", order="name"), Index(by="tags", each=True))}


@pytest.fixture(params=["stock", "rows", "rows with indexes"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyDB]:
    indexes = DECLARED if request.param == "rows with indexes" else {}
    stock = request.param == "stock"
    made = TinyDB(storage=MemoryStorage) if stock else RowDatabase(tmp_path / "rows.db", indexes=indexes)
    with closing(made) as database:
        database.insert_multiple(PEOPLE)
        yield database


def names(documents: list[Document]) -> list[str]:
    return [document["name"] for document in documents]


def test_documents_get_ids_from_one_up(db: TinyDB) -> None:
    assert [document.doc_id for document in db] == [1, 2, 3]
    assert db.insert({"name": "Di"}) == 4
    assert db.insert_multiple([{"name": "Ed"}, {"name": "Flo"}]) == [5, 6]
    assert db.all() == [*PEOPLE, {"name": "Di"}, {"name": "Ed"}, {"name": "Flo"}]
    assert len(db) == 6


def test_a_document_with_its_own_id_keeps_it(db: TinyDB) -> None:
    assert db.insert(Document({"name": "Zoe"}, doc_id=77)) == 77
    assert db.get(doc_id=77) == {"name": "Zoe"}
    assert db.insert({"name": "Next"}) == 78


def test_an_id_in_use_or_what_is_no_mapping_is_refused(db: TinyDB) -> None:
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({"name": "Ann"}, doc_id=1))
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert([1])
    assert db.all() == PEOPLE


User = Query()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (where("name") == "Bo", ["Bo"]),
        (where("name") == "Nobody", []),
        (where("age") == 30, ["Ann", "Cy"]),
        (where("age") == 30.0, ["Ann", "Cy"]),
        (where("age") == "30", []),
        (where("age") == None, []),  # noqa: E711 - a query, not a test
        (where("age") > 20, ["Ann", "Cy"]),
        (where("age") != 30, ["Bo"]),
        ((where("age") == 30) & (where("name") == "Cy"), ["Cy"]),
        ((where("age") == 20) | (where("name") == "Cy"), ["Bo", "Cy"]),
        (~(where("age") == 30), ["Bo"]),
        (where("name").one_of(["Cy", "Ann", "Nobody"]), ["Ann", "Cy"]),
        (where("tags").any(["b", "c"]), ["Ann", "Bo"]),
        (where("tags").any(["a", "b"]), ["Ann", "Bo"]),
        (where("tags").all(["a", "b"]), ["Ann"]),
        (User.home.city == "Seoul", ["Ann"]),
        (User.home.city.exists(), ["Ann", "Bo"]),
        (User.home == {"city": "Busan"}, ["Bo"]),
        (User.name.matches("[AB]"), ["Ann", "Bo"]),
        (User.name.search("[oy]"), ["Bo", "Cy"]),
        (User.name.test(lambda name: len(name) == 3), ["Ann"]),
        (User.age.map(lambda age: age * 2) == 40, ["Bo"]),
        (User.fragment({"age": 30, "name": "Ann"}), ["Ann"]),
        (User.noop(), ["Ann", "Bo", "Cy"]),
    ],
)
def test_a_query_finds_the_same_with_and_without_indexes(
    db: TinyDB, query: Query, expected: list[str]
) -> None:
    assert names(db.search(query)) == expected
    assert db.count(query) == len(expected)
    assert db.contains(query) == bool(expected)
    first = db.get(query)
    assert (first and first["name"]) == (expected[0] if expected else None)


def test_documents_are_found_by_ids(db: TinyDB) -> None:
    assert db.get(doc_id=2) == PEOPLE[1]
    assert db.get(doc_id=9) is None
    assert db.get(doc_ids=[3, 1, 9]) == [PEOPLE[0], PEOPLE[2]]
    assert (db.contains(doc_id=3), db.contains(doc_id=9)) == (True, False)
    with pytest.raises(RuntimeError):
        db.get()


@pytest.mark.parametrize(
    ("operation", "after"),
    [
        ({"age": 21, "new": [1]}, {"age": 21, "new": [1]}),
        (set_to("age", 5), {"age": 5}),
        (add("age", 2), {"age": 22}),
        (subtract("age", 2), {"age": 18}),
        (increment("age"), {"age": 21}),
        (decrement("age"), {"age": 19}),
    ],
)
def test_an_update_changes_the_matching_documents_alone(
    db: TinyDB, operation: dict[str, object], after: dict[str, object]
) -> None:
    assert db.update(operation, where("name") == "Bo") == [2]
    assert db.all() == [PEOPLE[0], {**PEOPLE[1], **after}, PEOPLE[2]]


def test_an_update_is_found_under_the_new_value_and_not_the_old(db: TinyDB) -> None:
    assert names(db.search(where("age") == 30)) == ["Ann", "Cy"]
    db.update({"age": 31}, where("name") == "Ann")
    db.update(delete("age"), doc_ids=[3])
    assert names(db.search(where("age") == 30)) == []
    assert names(db.search(where("age") == 31)) == ["Ann"]


def test_updates_reach_ids_everything_or_several_queries(db: TinyDB) -> None:
    assert db.update({"x": 1}, doc_ids=[3, 9]) == [3]
    assert db.update({"y": 1}) == [1, 2, 3]
    assert db.update_multiple([({"z": 1}, where("name") == "Ann"), ({"z": 2}, where("age") == 20)]) == [1, 2]
    assert [document.get("z") for document in db] == [1, 2, None]
    assert db.get(doc_id=3) == {**PEOPLE[2], "x": 1, "y": 1}


def test_an_update_that_fails_changes_no_document(db: TinyDB) -> None:
    with pytest.raises(KeyError):
        db.update(delete("city"), doc_ids=[1, 2])
    assert db.get(doc_id=2) == PEOPLE[1]


def test_an_upsert_updates_or_inserts(db: TinyDB) -> None:
    assert db.upsert({"name": "Bo", "age": 5}, where("name") == "Bo") == [2]
    assert db.upsert({"name": "Di", "age": 5}, where("name") == "Di") == [4]
    assert db.upsert(Document({"age": 6}, doc_id=4)) == [4]
    assert db.get(doc_id=4) == {"name": "Di", "age": 6}
    with pytest.raises(ValueError, match="search query"):
        db.upsert({"name": "Di"})


def test_documents_are_removed_by_query_or_ids(db: TinyDB) -> None:
    assert db.remove(where("age") == 30) == [1, 3]
    assert db.remove(doc_ids=[2, 9]) == [2]
    assert db.all() == []
    assert names(db.search(where("age") == 30)) == []
    with pytest.raises(RuntimeError):
        db.remove()


def test_truncating_begins_again_at_one(db: TinyDB) -> None:
    db.truncate()
    assert (len(db), db.search(where("age") == 30)) == (0, [])
    assert db.insert({"name": "New"}) == 1


def test_tables_are_apart_and_can_be_dropped(db: TinyDB) -> None:
    db.table("other").insert({"name": "Bo"})
    assert db.tables() == {"_default", "other"}
    assert db.table("other").all() == [{"name": "Bo"}]
    db.drop_table("other")
    db.drop_table("never there")
    assert db.tables() == {"_default"}
    db.drop_tables()
    assert (db.tables(), len(db), db.search(where("age") == 30)) == (set(), 0, [])
    assert db.insert({"name": "New"}) == 1


def test_a_search_repeated_after_a_change_is_not_stale(db: TinyDB) -> None:
    query = where("home").exists()
    assert db.count(query) == 3
    db.insert({"name": "Di", "home": {}})
    assert db.count(query) == 4
    db.remove(where("name") == "Ann")
    assert db.count(query) == 3


def test_the_whole_content_reads_as_tinydbs_json_file_would_hold_it(db: TinyDB) -> None:
    db.table("other").insert({"x": None})
    documents = {str(number): person for number, person in enumerate(PEOPLE, 1)}
    assert db.storage.read() == {"_default": documents, "other": {"1": {"x": None}}}
