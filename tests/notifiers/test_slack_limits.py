"""The loopback Slack refuses what Slack refuses."""

from __future__ import annotations

import pytest

from watcher.demo.receivers.slack_limits import faults

Block = dict[str, object]


def section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(**changes: object) -> Block:
    return {"type": "button", "text": {"type": "plain_text", "text": "Open"}, "url": "https://a/", **changes}


@pytest.mark.parametrize(
    "blocks",
    [
        [section("x" * 3000)] * 50,
        [section("<https://a.example/?a=1&amp;b|a link> and <!date^1^{date}|a date> &lt;!channel&gt;")],
        [{"type": "header", "text": {"type": "plain_text", "text": "t" * 150}}],
        [{"type": "context", "elements": [section("x")["text"]] * 10}],
        [{"type": "actions", "elements": [button()] * 25}, {"type": "divider"}],
        [],
    ],
)
def test_a_message_within_the_limits_is_taken(blocks: list[Block]) -> None:
    assert faults({"text": "x", "blocks": blocks}) == []


@pytest.mark.parametrize(
    "blocks",
    [
        [section("x")] * 51,
        [section("x" * 3001)],
        [section("")],
        [section("<!channel>")],
        [section("<@U123>")],
        [section("<#C123>")],
        [section("<javascript:alert(1)|x>")],
        [section("1 < 2")],
        [{"type": "header", "text": {"type": "plain_text", "text": "t" * 151}}],
        [{"type": "context", "elements": []}],
        [{"type": "context", "elements": [section("x")["text"]] * 11}],
        [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x" * 2001}]}],
        [{"type": "actions", "elements": [button()] * 26}],
        [{"type": "actions", "elements": [button(url="https://a/" + "x" * 3000)]}],
        [{"type": "actions", "elements": [button(text={"type": "plain_text", "text": "x" * 76})]}],
        [{"type": "marquee"}],
        ["text"],
    ],
)
def test_a_message_over_a_limit_is_not(blocks: list[object]) -> None:
    assert faults({"text": "x", "blocks": blocks})


@pytest.mark.parametrize(
    "fields", [{}, {"text": ""}, {"text": "x" * 40_001}, {"text": "<!here>"}, {"text": "x", "blocks": "[]"}]
)
def test_a_message_without_a_proper_text_is_not(fields: dict[str, object]) -> None:
    assert faults(fields)
