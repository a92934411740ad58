"""JSON is read through what it is wrapped in."""

from __future__ import annotations

import gzip
import json

import pytest

from watcher.errors import ReadError
from watcher.extract import read
from watcher.models import Item, Kind, Page

ROWS = [
    {"title": "Ten boats leave the port", "url": "https://x.example/1", "date": "2024-03-05"},
    {"title": "Eleven boats come back", "url": "https://x.example/2", "date": "2024-03-04"},
]
TITLES = [str(row["title"]) for row in ROWS]
ARRAY = json.dumps({"items": ROWS})


def of(body: str | bytes) -> tuple[Item, ...]:
    raw = body.encode() if isinstance(body, str) else body
    listing = read(Page(url="https://x.example/api", body=raw))
    assert listing.kind is Kind.JSON
    return listing.items


@pytest.mark.parametrize(
    "body",
    [
        f"/**/ cb_12({ARRAY});",
        f")]}}'\n{ARRAY}",
        f"while(1);{ARRAY}",
        "\n".join(map(json.dumps, ROWS)) + "\n",
        json.dumps({"posts": {"101": ROWS[0], "102": ROWS[1]}}),
        json.dumps({"columns": list(ROWS[0]), "rows": [list(row.values()) for row in ROWS]}),
        json.dumps([list(ROWS[0]), *(list(row.values()) for row in ROWS)]),
        json.dumps({"hits": {"hits": [{"_id": "a", "_score": 1.0, "_source": row} for row in ROWS]}}),
        json.dumps({"data": {"posts": {"edges": [{"cursor": "a", "node": row} for row in ROWS]}}}),
        gzip.compress(ARRAY.encode()),
    ],
    ids=["jsonp", "guard", "loop", "lines", "ids", "columns", "first row", "search", "edges", "gzip"],
)
def test_wrapped_items_are_found_with_every_field(body: str | bytes) -> None:
    items = of(body)
    assert [item.title for item in items] == TITLES
    assert [item.url for item in items] == ["https://x.example/1", "https://x.example/2"]
    assert all(item.published for item in items)


@pytest.mark.parametrize(
    "person",
    [
        {"author": {"node": {"name": "Ann Lee"}}},
        {"post_author": {"display_name": "Ann Lee"}},
        {"author": 4, "_embedded": {"author": [{"id": 4, "name": "Ann Lee"}]}},
        {"authorName": "Ann Lee", "author_id": "17"},
    ],
)
def test_an_author_is_found_however_deep_it_is_named(person: dict[str, object]) -> None:
    assert of(json.dumps([{**row, **person} for row in ROWS]))[0].authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"error": {"code": 429, "message": "Too many requests"}, "items": []}', "Too many requests"),
        ('{"success": false, "message": "Invalid API key", "data": []}', "Invalid API key"),
        ('{"a": 1}\n{"a": ', "broken at line 2"),
    ],
)
def test_an_answer_that_tells_of_an_error_is_no_empty_list(body: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read(Page(url="https://x.example/api", body=body.encode(), content_type="application/json"))
