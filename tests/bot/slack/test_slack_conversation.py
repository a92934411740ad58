"""What people see in Slack, over real sockets."""

from __future__ import annotations

from tests.bot.conftest import Talk
from tests.bot.slack.front import Front
from tests.bot.slack.person import Person


async def test_a_watch_in_a_channel_is_answered_to_one_and_announced_to_all(
    person: Person, front: Front, talk: Talk
) -> None:
    await talk.publish("New sanctions on shipping <!channel> & more")

    answer = await person.type("sanctions")

    assert answer.only == "U1"
    assert answer.text.startswith("👁 Watching *sanctions* (#1). 1 match in the last 7 days")
    assert "&lt;!channel&gt; &amp; more" in answer.text
    (announced,) = [one for one in front.shown if not one.only]
    assert (announced.channel, announced.text) == ("C1", "👁 *ada* watches *sanctions* here now (#1).")
    assert [watch.owner for watch in talk.book.of("slack:C1")] == ["slack:C1"]

    assert (await person.type("sanctions")).text == "You already watch this (#1)."
    assert len([one for one in front.shown if not one.only]) == 1
    undone = await person.press(announced, "Undo")
    assert undone is announced
    assert undone.text == "Stopped #1 *sanctions*."
    assert talk.book.of("slack:C1") == ()
