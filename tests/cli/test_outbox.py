"""`outbox`: what is owed to whom and why it waits, sent again or dropped; beside a running service too."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.run import Cli, Outcome
from tests.store.contract import a_delivery, a_poll, an_article
from watcher.models import Delivery, Entry, State
from watcher.store.port import Store
from watcher.store.registry import open_store

LIMIT = "held: 3 alerts of watch #1 have left today"
REFUSED = "channel_not_found"


def owed(number: int, state: State = State.PENDING, **fields: object) -> Delivery:
    entries = (Entry(source="news", article=f"a{number}", watches=(1,)),)
    return a_delivery(number, "desk", datetime.now(UTC), entries=entries, state=state, **fields)


async def fill(store: Store) -> None:
    """A sent, a dead, a held and a waiting delivery, numbered 1 to 4; none is due by itself."""
    page = [an_article(1, title="A cargo ship"), an_article(2, title="A bank")]
    await store.commit_poll(a_poll(*page, source="news"))
    await store.enqueue([owed(1)])
    now = datetime.now(UTC)
    first = await store.claim("desk", now)
    assert first
    await store.sent(first, now, "line 7")
    await store.enqueue([owed(2)])
    second = await store.claim("desk", now)
    assert second
    await store.dead(second, now, REFUSED)
    later = now.replace(year=now.year + 1)
    await store.enqueue([owed(3, state=State.HELD, reason=LIMIT), owed(4, not_before=later)])


@pytest.fixture
def filled(config: Path) -> Path:
    async def write() -> None:
        store = await open_store(config.parent / "state" / "watcher.db")
        await fill(store)
        await store.close()

    (config.parent / "state").mkdir()
    asyncio.run(write())
    return config


def states(cli: Cli, config: Path) -> dict[str, str]:
    found = json.loads(cli("outbox", "list", "--json", "-c", config).out)
    return {row["id"].split(":")[2]: row["state"] for row in found}


def squeezed(done: Outcome) -> str:
    return " ".join(done.err.replace("│", " ").split())


def test_the_list_says_why_each_is_where_it_is(cli: Cli, filled: Path) -> None:
    done = cli("outbox", "list", "-c", filled)
    assert done.code == 0
    for words in (LIMIT, REFUSED, "sent", "pending"):
        assert words in done.out
    assert states(cli, filled) == {"a1": "sent", "a2": "dead", "a3": "held", "a4": "pending"}


def test_the_list_is_narrowed_by_state_destination_and_number(cli: Cli, filled: Path) -> None:
    def ids(*args: str) -> list[str]:
        found = json.loads(cli("outbox", "list", "--json", *args, "-c", filled).out)
        return [row["id"].split(":")[2] for row in found]

    assert ids("--state", "dead") == ["a2"]
    assert ids("--destination", "desk", "--limit", "2") == ["a4", "a3"]
    assert ids("--destination", "nobody") == []


def test_one_is_shown_with_its_articles(cli: Cli, filled: Path) -> None:
    shown = cli("outbox", "show", owed(2).id, "-c", filled).out
    for words in (REFUSED, "attempts    1", "news: A bank <https://news.example/2> for #1"):
        assert words in shown
    assert "a3, which is not remembered" in cli("outbox", "show", owed(3).id, "-c", filled).out


def test_what_was_given_up_is_queued_again(cli: Cli, filled: Path) -> None:
    assert cli("outbox", "retry", owed(2).id, "-c", filled).out == "Queued again: 1 delivery\n"
    assert states(cli, filled)["a2"] == "pending"
    assert cli("outbox", "retry", "--all-dead", "-c", filled).out == "Nothing was given up.\n"


def test_what_is_not_wanted_is_dropped_with_the_reason(cli: Cli, filled: Path) -> None:
    ids = [owed(number).id for number in (2, 3, 4)]
    done = cli("outbox", "drop", *ids, "--reason", "the desk has moved", "-c", filled)
    assert (done.code, done.out) == (0, "Dropped: 3 deliveries\n")
    assert states(cli, filled) == {"a1": "sent", "a2": "dropped", "a3": "dropped", "a4": "dropped"}
    assert "dropped by hand: the desk has moved" in cli("outbox", "show", ids[0], "-c", filled).out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("show", "x"), "there is no delivery x; see `watcher outbox list`"),
        (("retry", "x"), "there is no delivery x"),
        (("retry",), "give ids, as `watcher outbox list` shows them, or --destination NAME"),
        (("retry", "x", "--all-dead"), "give ids"),
        (("retry", owed(1).id), "is sent: this is for dead ones"),
        (("drop", owed(1).id, "--reason", "r"), "is sent: this is for held and pending and dead ones"),
        (("drop", owed(2).id, "--reason", " "), "--reason is empty"),
        (("drop", owed(2).id), "Missing option '--reason'"),
        (("list", "--state", "lost"), "'lost' is not one of"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(
    cli: Cli, filled: Path, args: tuple[str, ...], words: str
) -> None:
    before = states(cli, filled)
    done = cli("outbox", *args, "-c", filled)
    assert done.code == 2
    assert words in squeezed(done)
    assert states(cli, filled) == before


def test_a_running_service_does_it_at_once(filled: Path, service: subprocess.Popen[bytes], cli: Cli) -> None:
    done = cli("outbox", "drop", owed(3).id, owed(4).id, "--reason", "late", "-c", filled)
    assert (done.code, done.out) == (0, "Dropped: 2 deliveries\n")
    assert cli("outbox", "retry", "--all-dead", "-c", filled).out == "Queued again: 1 delivery\n"
    until = time.monotonic() + 60
    while states(cli, filled)["a2"] != "sent" and time.monotonic() < until:
        time.sleep(0.1)
    assert states(cli, filled) == {"a1": "sent", "a2": "sent", "a3": "dropped", "a4": "dropped"}
    assert service.poll() is None
