"""Korean particles, which depend on the sound before them: `제재를`, `미사일을`, `#3을`, `#4를`. Pure.

A catalogue writes both forms, `을(를)`; behind what may be read in several ways, such as English, both stay.
"""

from __future__ import annotations

import re

_BOTH = re.compile(r"([\"'”’)\]]*) ?(을\(를\)|은\(는\)|이\(가\)|\(으\)로)")
_FORMS = {"을(를)": ("을", "를"), "은(는)": ("은", "는"), "이(가)": ("이", "가"), "(으)로": ("으로", "로")}
"""Behind a consonant, and behind a vowel."""
_CLOSING = "\"'”’)]"
_FIRST, _LAST, _FINALS = ord("가"), ord("힣"), 28
_L = 8
"""The place of ㄹ among the finals, behind which it is 로."""
_DIGITS = {"0": 21, "1": _L, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": _L, "8": _L, "9": 0}
"""How the names of the digits end, by the same places: 영 일 이 삼 사 오 육 칠 팔 구."""


def settled(before: str, literal: str) -> str:
    """Return words that follow `before`, a particle at their beginning or behind quotes in its right form."""
    found = _BOTH.match(literal)
    final = _final(before) if found else None
    if not found or final is None:
        return literal
    with_consonant, with_vowel = _FORMS[found[2]]
    soft = final == 0 or (final == _L and with_vowel == "로")
    return found[1] + (with_vowel if soft else with_consonant) + literal[found.end() :]


def _final(before: str) -> int | None:
    """Return the place of the last consonant that is heard, 0 for none; None where that is not known."""
    last = before.rstrip(_CLOSING)[-1:]
    if last and _FIRST <= ord(last) <= _LAST:
        return (ord(last) - _FIRST) % _FINALS
    return _DIGITS.get(last)
