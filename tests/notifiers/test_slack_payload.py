"""The exact payload, and how a long body is split."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from notifiers.port import Message
from notifiers.slack.payload import BODY, PARTS, SECTION, body_length, payload, sections
from watcher.demo.receivers.slack_limits import faults


def card(**changes: str) -> Message:
    parts = {"title": "", "body": "*<https://a.example/1|One>*\nSum", "context": "Ann · Times", "text": "One"}
    return Message(key="d-1", parts={**parts, **changes}, links=(("Open", "https://a.example/1"),))


def test_a_card_is_a_body_buttons_and_a_context_with_our_key_beside_them() -> None:
    assert payload(card()) == {
        "text": "One",
        "blocks": [
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": "*<https://a.example/1|One>*\nSum", "verbatim": True},
            },
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": "Open"},
                        "url": "https://a.example/1",
                    }
                ],
            },
            {
                "type": "context",
                "elements": [{"type": "mrkdwn", "text": "Ann · Times", "verbatim": True}],
            },
        ],
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": {"event_type": "watcher_delivery", "event_payload": {"key": "d-1"}},
    }


def test_a_title_stands_above_the_card_and_empty_parts_are_left_out() -> None:
    message = Message(key="k", parts={"title": "Digest", "body": "x", "context": "", "text": "Digest"})

    assert payload(message)["blocks"] == [
        {"type": "header", "text": {"type": "plain_text", "text": "Digest", "emoji": True}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "x", "verbatim": True}},
    ]


def test_a_link_that_no_button_can_hold_is_left_out_and_a_long_label_is_cut() -> None:
    long = (("Open", "https://a.example/" + "x" * 3000), ("l" * 200, "https://a.example/"))
    message = Message(key="k", parts=card().parts, links=long)

    assert payload(message)["blocks"][1] == {  # type: ignore[index]  # blocks is a list
        "type": "actions",
        "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": "l" * 75}, "url": "https://a.example/"}
        ],
    }


def test_slacks_own_models_accept_the_blocks() -> None:
    blocks = payload(card(title="Digest", body="\n\n".join(["p" * 2900] * 4), context="c" * 1999))["blocks"]

    for block in Block.parse_all(blocks):  # type: ignore[arg-type]  # blocks is a list of objects
        block.validate_json()


lines = st.text(alphabet="ab \n", max_size=40).map(lambda text: text.replace("a", "word " * 100))


@settings(deadline=None)
@given(st.lists(lines, max_size=20).map("\n".join).map(str.strip))
def test_whatever_is_within_the_limits_of_the_parts_is_within_slacks(body: str) -> None:
    if not body or body_length(body) > BODY:
        return
    message = card(body=body, context="c" * PARTS["context"].limit, title="t" * PARTS["title"].limit)

    assert faults(payload(message)) == []
    assert "".join(sections(body)).replace("\n", "") == body.replace("\n", "")


def test_a_body_is_split_between_paragraphs_first() -> None:
    body = "\n\n".join("p" * 1400 for _ in range(3))

    assert [len(section) for section in sections(body)] == [2802, 1400]


def test_a_paragraph_longer_than_a_section_is_split_between_its_lines() -> None:
    body = "\n".join("l" * 999 for _ in range(5))

    assert [len(section) for section in sections(body)] == [2999, 1999]


def test_a_line_longer_than_a_section_measures_longer_than_any_body_may_be() -> None:
    assert body_length("x" * SECTION) == BODY
    assert body_length("x" * (SECTION + 1)) > BODY
