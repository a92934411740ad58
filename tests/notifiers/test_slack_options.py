"""What a Slack destination may be told."""

from __future__ import annotations

import pytest

from notifiers.secret import Secret
from notifiers.slack.options import Options


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"token": Secret("t")},
        {"token": Secret("t"), "webhook": Secret("w"), "channel": "C1"},
        {"webhook": Secret("w"), "channel": "C1"},
        {"webhook": Secret("https://hooks.example/w"), "chanel": "C1"},
        {"webhook": Secret("hooks.example/w")},
    ],
)
def test_options_that_leave_the_way_in_unclear_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"token|webhook|chanel"):
        Options.model_validate(options)


def test_a_webhook_stays_out_of_its_options_text() -> None:
    options = Options(webhook=Secret("https://hooks.example/secret"))

    assert "secret" not in repr(options)
    assert options.address == "webhook"
