"""Reports of mail servers, in the shapes that they have.

A file in `fixtures/bounces` says what is read from it: `X-Expect: gone|lost RECIPIENT REASON`, or `nothing`.
All of them are of one mail.
"""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.email.bounces import Bounce, read

FILES = sorted((Path(__file__).parents[1] / "fixtures" / "bounces").glob("*.eml"))
MAIL = "<0f8a2c9e5b7d41e6a3c8f0b1d2e3f4a5b6c7d8e9@watcher.example>"


def expected(raw: bytes) -> Bounce | None:
    kind, _, rest = message_from_bytes(raw)["X-Expect"].partition(" ")
    recipient, _, said = rest.partition(" ")
    if kind == "nothing":
        return None
    return Bounce(message_id=MAIL, recipient=recipient, said=said, gone=kind == "gone")


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_report_says_whom_it_did_not_reach_and_why(path: Path, line_end: bytes) -> None:
    raw = path.read_bytes().replace(b"\n", line_end)
    assert read(raw) == expected(raw)


WHOLE = (FILES[0].parent / "postfix-unknown.eml").read_bytes()


@given(st.data())
def test_a_report_that_is_damaged_is_read_or_not_but_never_an_error(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 200)))
    damaged = WHOLE[:start] + data.draw(st.binary(max_size=20)) + WHOLE[end:]
    assert read(damaged) is None or isinstance(read(damaged), Bounce)
