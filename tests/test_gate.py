"""Who may pass a provider's gate, and when the others are to ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notifiers.port import Limits, Rate
from watcher.delivery.gate import GLANCE, LEAD, PROBE, WIDER, Entry, Gate, closed, enter, over

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CHAT, GROUP, BOT = Rate("bot:1", 1, 1.0), Rate("bot:1 a minute", 20, 60.0), Rate("bot", 3, 1.0)
ALL = Limits(own=(CHAT, GROUP), account=BOT)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


class World:
    """Gates, and the turns of those who wait."""

    def __init__(self) -> None:
        self.gates: dict[str, Gate] = {}
        self.turns: dict[str, datetime | None] = {}

    def enter(self, seconds: float, limits: Limits = ALL, who: str = "1") -> datetime | None:
        entry: Entry = enter(limits, self.gates, self.turns.get(who), at(seconds))
        self.gates |= entry.gates
        self.turns[who] = entry.turn
        return entry.again

    def over(self, began: float, seconds: float, limits: Limits = ALL, *, well: bool = True) -> None:
        for rate in limits.rates:
            self.gates[rate.key] = over(self.gates[rate.key], at(began), at(seconds), well=well)


def chat(number: int) -> Limits:
    return Limits(own=(Rate(f"bot:{number}", 1, 1.0),), account=BOT)


def test_the_next_to_a_chat_waits_until_its_span_after_the_answer_is_over() -> None:
    world = World()
    assert world.enter(0) is None
    assert world.enter(0.5) == at(1)
    world.over(0, 0.4)
    assert world.enter(1) == at(1.4)
    assert world.enter(1.4) is None


def test_a_group_takes_so_many_a_minute() -> None:
    world = World()
    for second in range(20):
        assert world.enter(second) is None
        world.over(second, second)
    assert world.enter(20) == at(60)
    assert world.enter(60) is None


def test_what_finds_an_account_full_gets_turns_a_little_wider_than_its_places() -> None:
    world = World()
    assert [world.enter(0, chat(n), str(n)) for n in range(3)] == [None] * 3
    again = [world.enter(0, chat(n), str(n)) for n in range(3, 6)]
    wide = timedelta(seconds=1) / 3 * WIDER
    turns = [at(1), at(1) + wide, at(1) + 2 * wide]
    assert [world.turns[str(n)] for n in range(3, 6)] == turns
    assert again == [turn - LEAD for turn in turns]


def test_a_place_is_given_a_moment_before_it_is_free_and_counts_from_then_on() -> None:
    world = World()
    for number in range(4):
        world.enter(0, chat(number), str(number))
    early = enter(chat(3), world.gates, world.turns["3"], at(0.95))
    assert (early.again, early.leaves) == (None, at(1))
    assert [gate.taken[-1] for gate in early.gates.values()] == [at(1), at(1)]
    assert enter(chat(3), world.gates, world.turns["3"], at(0.85)).leaves is None


def test_a_newcomer_does_not_pass_those_in_line() -> None:
    world = World()
    for number in range(4):
        world.enter(0, chat(number), str(number))
    again = world.enter(1, chat(9), "9")
    assert again is not None
    assert again > at(1)
    assert world.enter(1, chat(3), "3") is None


def test_who_comes_at_its_turn_and_finds_none_free_waits_for_the_next_and_not_at_the_end() -> None:
    world = World()
    for number in range(6):
        world.enter(0, chat(number), str(number))
    for number in range(3):
        world.over(0, 0.6, chat(number))
    assert world.enter(1.1, chat(3), "3") == at(1.6) - LEAD
    assert world.turns["3"] == at(1)


def test_a_wait_of_its_own_keeps_no_place_of_the_account() -> None:
    world = World()
    world.enter(0)
    world.enter(0.1)
    assert len(world.gates["bot"].taken) == 1


def test_a_closed_gate_lets_one_try_and_the_others_once_it_was_taken() -> None:
    world = World()
    world.gates["bot"] = closed(Gate(), at(10), at(0))
    assert world.enter(1, chat(1), "1") == at(10) - LEAD
    assert world.enter(1, chat(2), "2") == at(10) + timedelta(seconds=1) / 3 * WIDER - LEAD
    assert world.enter(10, chat(1), "1") is None
    assert world.enter(10.4, chat(2), "2") == at(10.4) + GLANCE - LEAD
    world.over(10, 10.5, chat(1))
    assert world.enter(12.5, chat(2), "2") is None
    assert world.enter(12.8, chat(3), "3") is None


def test_a_try_that_fails_or_never_ends_leaves_it_closed_for_all_but_the_next_try() -> None:
    world = World()
    world.gates["bot"] = closed(Gate(), at(10), at(0))
    assert world.enter(10, chat(1), "1") is None
    world.over(10, 11, chat(1), well=False)
    assert world.enter(11, chat(2), "2") is None
    assert world.enter(11.1, chat(3), "3") is not None
    later = 11 + PROBE.total_seconds()
    assert world.enter(later, chat(3), "3") is None


def test_what_was_sent_before_it_closed_does_not_open_it() -> None:
    world = World()
    world.enter(0, chat(1), "1")
    world.gates["bot"] = closed(world.gates["bot"], at(10), at(0.5))
    world.over(0, 0.6, chat(1))
    assert world.gates["bot"].closed_until == at(10)


@pytest.mark.parametrize("back", [3600, 86_400])
def test_a_clock_that_was_set_back_moves_what_is_remembered_with_it(back: int) -> None:
    world = World()
    world.enter(0)
    world.gates["bot"] = closed(world.gates["bot"], at(10), at(0))
    assert world.enter(-back, chat(2), "2") == at(10 - back) - LEAD
    assert world.enter(0.5 - back) == at(1.5 - back)


def test_a_rate_that_counts_nothing_keeps_nothing() -> None:
    account = Limits(account=Rate("email:host"))
    world = World()
    assert [world.enter(0, account) for _ in range(100)] == [None] * 100
    assert world.gates == {}
