"""How fast each provider takes messages, as its notifier says it."""

from __future__ import annotations

from itertools import chain

from notifiers.email.options import Options as EmailOptions
from notifiers.port import FREE, DeliveryError, Limits, Notifier, Refused, Rejected
from notifiers.registry import load
from notifiers.secret import Secret
from notifiers.slack.options import Options as SlackOptions
from notifiers.telegram.floods import Floods
from notifiers.telegram.login import Login

TOKEN = "4200:AAH-not-shown"


def telegram(to: str) -> Limits:
    return notifier("telegram", Login(token=Secret(TOKEN))).limits(to)


def notifier(kind: str, options: object) -> Notifier:
    return load(kind)(options)  # type: ignore[arg-type]  # the kinds share no class of options


def rates(limits: Limits) -> list[tuple[int | None, float]]:
    return [(rate.most, rate.seconds) for rate in limits.rates]


def test_telegram_takes_so_much_in_a_chat_more_slowly_in_a_group_and_so_much_in_all() -> None:
    assert rates(telegram("7")) == [(1, 1.0), (30, 1.0)]
    assert rates(telegram("-7")) == rates(telegram("@news")) == [(1, 1.0), (20, 60.0), (30, 1.0)]


def test_the_topics_of_a_group_share_its_limits_and_all_chats_the_bots() -> None:
    assert telegram("-7:5") == telegram("-7")
    assert telegram("7").account == telegram("8").account
    assert telegram("7").own != telegram("8").own
    assert telegram("not a chat") == FREE


def test_slack_takes_one_a_second_in_a_channel_with_short_bursts() -> None:
    limits = notifier("slack", SlackOptions(token=Secret("xoxb-1"), channel="C1")).limits("C1")
    assert rates(limits) == [(3, 3.0), (None, 1.0)]
    other = notifier("slack", SlackOptions(token=Secret("xoxb-2"), channel="C1")).limits("C1")
    assert other.account != limits.account


def test_mail_has_the_limit_that_its_options_name() -> None:
    fields = {"host": "mail.example.org", "sender": "a@example.org", "to": "b@example.org"}
    for per_minute in (None, 30):
        options = EmailOptions.model_validate({**fields, "per_minute": per_minute})
        assert rates(notifier("email", options).limits("b@example.org")) == [(per_minute, 60.0)]


def test_no_key_gives_a_secret_away() -> None:
    hook = SlackOptions(webhook=Secret("https://hooks.slack.example/T/B/secret"))
    limits = (telegram("7"), notifier("slack", hook).limits("webhook"))
    keys = [rate.key for rate in chain.from_iterable(each.rates for each in limits)]
    assert not any("AAH" in key or "secret" in key for key in keys)


def test_a_second_chat_that_is_told_to_wait_at_once_means_the_whole_bot() -> None:
    now = [0.0]
    floods = Floods(lambda: now[0])

    def whole(chat: int) -> bool:
        error = floods.told(chat, Refused("Too Many Requests", retry_after=5))
        assert isinstance(error, Refused)
        return error.account

    assert [whole(1), whole(1), whole(2)] == [False, False, True]
    now[0] = 60.0
    assert whole(3) is False
    other: DeliveryError = Rejected("blocked")
    assert floods.told(4, other) is other
