from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watcher.identity import title_key
from watcher.view.worddiff import MOST_TOKENS, Kind, Piece, words

SIGNS = {Kind.SAME: "", Kind.REMOVED: "-", Kind.ADDED: "+"}


def shown(before: str, after: str) -> str:
    """Write a diff on one line: `talks [-stall] [+resume]`."""
    return "".join(
        piece.text if piece.kind is Kind.SAME else _signed(piece) for piece in words(before, after)
    ).strip()


def _signed(piece: Piece) -> str:
    word = piece.text.strip()
    left, _, right = piece.text.partition(word)
    return f"{left}[{SIGNS[piece.kind]}{word}]{right}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Council widens sanctions", "Council lifts sanctions", "Council [-widens] [+lifts] sanctions"),
        ("Bridge opens", "Bridge opens to cars", "Bridge opens [+to cars]"),
        ("The old bridge opens again", "Bridge opens again", "[-The old] Bridge opens again"),
        ("Ferry sails on Monday", "Ferry sails", "Ferry sails [-on Monday]"),
        ("Talks on the ferry stall", "Talks on the ferry stall?", "Talks on the ferry [-stall] [+stall?]"),
        ("No deal, says envoy", "No deal says envoy", "No [-deal,] [+deal] says envoy"),
    ],
)
def test_what_changed_is_told_in_whole_words(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "‘Tea’ held in port — again",
            '"Tea" seized in port - again',
            '"Tea" [-held] [+seized] in port - again',
        ),
        ("The envoy’s last trip", "The envoy's next trip", "The envoy's [-last] [+next] trip"),
        ("Rail Link Stays Shut", "Rail link stays closed", "Rail link stays [-Shut] [+closed]"),
        ("strait—and the sea", "strait – and the lake", "strait – and the [-sea] [+lake]"),
    ],
)
def test_typography_beside_a_change_is_not_a_change(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("北京制裁三家公司", "北京制裁五家公司", "北京制裁[-三][+五]家公司"),
        ("東京都知事が辞任へ", "東京都知事が続投へ", "東京都知事が[-辞任][+続投]へ"),
        ("북한 선박 제재 확대", "북한 선박 제재 해제", "북한 선박 제재 [-확대] [+해제]"),
        ("รัฐบาลไทยประกาศ", "รัฐบาลลาวประกาศ", "รัฐบาล[-ไทย][+ลาว]ประกาศ"),
    ],
)
def test_scripts_without_spaces_are_compared_by_character(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


def test_headlines_with_little_in_common_are_shown_as_wholes() -> None:
    assert shown("Choir sings in the square", "Tanker found adrift off cape") == (
        "[-Choir sings in the square] [+Tanker found adrift off cape]"
    )


def test_the_same_headline_has_no_change() -> None:
    assert words("Choir sings ", "Choir sings") == (Piece(Kind.SAME, "Choir sings"),)
    assert words("", "") == ()


def test_a_headline_of_unheard_of_length_is_replaced_as_a_whole() -> None:
    before, after = "a " * MOST_TOKENS + "b c", "a " * MOST_TOKENS + "c b"
    assert [piece.kind for piece in words(before, after)] == [Kind.REMOVED, Kind.ADDED]


TITLES = st.text(alphabet="ab –-’'\"“,.?!制裁はไท้é", max_size=40)


@given(TITLES, TITLES)
@example(before="-", after="?–")
def test_the_pieces_make_up_both_headlines(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED) == after.strip()
    old = "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED)
    assert _bare(old) == _bare(before)
    assert any(piece.kind is not Kind.SAME for piece in pieces) == (title_key(before) != title_key(after))


def _bare(title: str) -> str:
    return re.sub("[ –-]", "", title_key(title))
