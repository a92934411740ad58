"""The status for people and for programs, and who may see it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from lxml import html

from watcher.errors import StoreError
from watcher.models import Source, SourceState, State
from watcher.polling.uptime import Uptime
from watcher.store.port import Counts, Queue
from watcher.web import health, status_page
from watcher.web.gate import Gate
from watcher.web.metrics import exposition
from watcher.web.server import WebServer
from watcher.web.status import Status, destination, status

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
OPEN = Gate("127.0.0.1")
TOLD = status(
    [
        Source(id="times", name="Times", url="https://t.example/"),
        Source(id='a"b', name="<script>alert(1)</script>", url="https://x.example/"),
    ],
    {
        "times": SourceState(
            id="times", last_success=NOW - timedelta(minutes=5), articles_read=50, polls=9000
        ),
        'a"b': SourceState(id='a"b', failures=3, error="answered 503 <b>busy</b>", polls=7),
    },
    Counts(articles=1234, watches=2, deliveries={State.SENT: 5, State.DEAD: 1}),
    started_at=NOW - timedelta(days=2),
    now=NOW,
    uptimes={"times": Uptime(polls=288, failed=2, gap=timedelta(minutes=65))},
    destinations=[
        destination("desk", "slack", Queue(destination="desk", pending=3, waiting_since=NOW, error="<busy>")),
        destination("telegram:1", "telegram", Queue(destination="telegram:1", held=2, dead=1)),
        destination("telegram:2", "telegram", Queue(destination="telegram:2", held=4)),
    ],
    chats=7,
)


@asynccontextmanager
async def served(gate: Gate = OPEN, told: Status | None = TOLD) -> AsyncIterator[aiohttp.ClientSession]:
    async def read() -> Status:
        if told is None:
            raise StoreError("the disk of /srv is full")
        return told

    routes = [*status_page.routes(read, gate, ZoneInfo("Asia/Seoul")), *health.routes(read, gate)]
    server = WebServer("127.0.0.1", 0, routes)
    await server.start()
    async with aiohttp.ClientSession(server.address) as http:
        yield http
    await server.stop()


async def test_the_page_says_what_people_ask_first() -> None:
    async with served() as http, http.get("/") as response:
        text = await response.text()
    page = html.document_fromstring(text)
    shown = " ".join(page.text_content().split())
    for words in (
        "Needs a look",
        "As of 2026-11-22 17:00 (Asia/Seoul)",
        "1,234 articles",
        "7 chats and subscribers",
        "Times 5 minutes ago never 50 288, 2 failed 1 hour 5 minutes",
        "3 failed polls in a row: answered 503 <b>busy</b>",
        "desk slack 3 0 0 since just now<busy>",
    ):
        assert words in shown
    assert "<script" not in text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert page.get("lang") == "en"
    assert all(cell.get("scope") for cell in page.iter("th"))


async def test_all_of_it_is_there_as_json() -> None:
    async with served() as http, http.get("/status.json") as response:
        told = await response.json()
    assert told["sources"][0]["longest_gap"] == 3900.0
    assert told["destinations"][0] == {
        "name": "desk",
        "kind": "slack",
        "held": 0,
        "pending": 3,
        "dead": 0,
        "waiting_since": "2026-11-22T08:00:00+00:00",
        "next_try": None,
        "error": "<busy>",
        "failures": 0,
        "failing_since": None,
        "left": False,
    }


def test_metrics_are_what_prometheus_reads_and_name_no_chat() -> None:
    lines = exposition(TOLD).splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert 'watcher_source_failures{source="a\\"b"} 3' in samples
    assert 'watcher_source_last_success_seconds{source="times"} 1795334100' in samples
    assert 'watcher_destination_held{destination="telegram:*"} 6' in samples
    assert not any("telegram:1" in line for line in lines)
    names = {line.split(" ")[2] for line in lines if line.startswith("# TYPE")}
    assert {line.replace("{", " ").split(" ")[0] for line in samples} <= names
    assert len(samples) == len({line.rpartition(" ")[0] for line in samples})


@pytest.mark.parametrize(
    ("given", "status_code"),
    [
        ("", 401),
        ("Bearer wrong", 401),
        ("Bearer s3cret", 200),
        ("Basic " + b64encode(b"anyone:s3cret").decode(), 200),
        ("Basic !!!", 401),
        ("Basic " + b64encode(b"\xff\xfe").decode(), 401),
        ("s3cret", 401),
    ],
)
async def test_with_a_token_only_who_has_it_sees_anything(given: str, status_code: int) -> None:
    headers = {"Authorization": given} if given else {}
    async with served(Gate("0.0.0.0", "s3cret")) as http:
        for path in ("/", "/status.json", "/metrics"):
            async with http.get(path, headers=headers) as response:
                assert response.status == status_code
                assert "s3cret" not in await response.text()
        async with http.get("/health", headers=headers) as response:
            assert (response.status, "sources" in await response.json()) == (200, status_code == 200)


async def test_without_a_token_other_machines_see_nothing() -> None:
    async with served(Gate("0.0.0.0")) as http:
        async with http.get("/", headers={"Authorization": "Bearer "}) as response:
            assert (response.status, "web.token" in await response.text()) == (403, True)
        async with http.get("/health") as response:
            assert await response.json() == {"ok": False}


async def test_a_store_that_does_not_answer_is_told_with_no_more_than_one_may_know() -> None:
    async with served(told=None) as http:
        for path in ("/", "/metrics", "/health"):
            async with http.get(path) as response:
                assert (response.status, "disk" in await response.text()) == (503, True)
    async with served(Gate("0.0.0.0"), told=None) as http, http.get("/health") as response:
        assert (response.status, "disk" in await response.text()) == (503, False)


async def test_all_is_well_where_nothing_is_amiss() -> None:
    well = replace(TOLD, ok=True, sources=TOLD.sources[:1], destinations=(), deliveries={})
    async with served(told=well) as http, http.get("/") as response:
        assert "All is well" in await response.text()


@pytest.mark.parametrize(
    ("host", "shut"),
    [("127.0.0.1", False), ("::1", False), ("localhost", False), ("0.0.0.0", True), ("::", True)],
)
def test_only_loopback_is_open_by_itself(host: str, shut: bool) -> None:
    assert Gate(host).is_shut is shut
    assert not Gate(host, "t").is_shut
