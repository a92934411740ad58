"""A queue leaves at what the provider allows, no chat before its turn, and nothing is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pace.queue import serve
from tests.pace.server import Enforced
from watcher.demo.receivers.faults import Fault, Request


def test_the_server_refuses_what_is_one_too_many_in_any_span() -> None:
    now = [0.0]
    server = Enforced(clock=lambda: now[0])

    def ask(chat: int) -> bool:
        return server.decide(Request(1, "sendMessage", str(chat))) is Fault.NONE

    assert [ask(1), ask(1)] == [True, False]
    assert [ask(chat) for chat in range(2, 32)] == [True] * 29 + [False]
    for _ in range(25):
        now[0] += 1
        ask(-1)
    assert server.refused["-1"] == 5


@pytest.mark.slow
async def test_a_queue_for_many_chats_leaves_in_fair_turns_and_hardly_anything_is_refused(
    tmp_path: Path,
) -> None:
    run = await serve(tmp_path, [*range(1, 50), -1], 6, times=2, patience=120)
    assert (run.sent, run.settled) == (300, 300)
    assert max(run.refused.values(), default=0) <= 1
    assert run.unfairness <= 3
