"""The words of dates in many languages, as Unicode CLDR has them, from `cldr.json` beside this module.

They are read once in a process. `tests/extract/cldr.py` writes the file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PARTICLE = re.compile(r"^(?:de |d['’]|di |ב(?=[א-ת]{3}))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words as `plain` gives them; what is told twice has the meaning of the language more written."""

    months: dict[str, int]
    english_months: dict[str, int]
    weekdays: frozenset[str]
    ago: dict[tuple[str, str], str]
    """What stands before and behind the number of units of a time that is past → `hour`, `day`, ..."""


@cache
def words() -> Words:
    """Return the words of all languages."""
    read = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return Words(
        months=read["months"],
        english_months=read["english_months"],
        weekdays=frozenset(read["weekdays"]),
        ago={(before, after): unit for before, after, unit in read["ago"]},
    )


def plain(word: str) -> str:
    """Fold case, dots and a leading particle away: `d’Octubre`, `Sept.`, `ก.ย.`."""
    return _PARTICLE.sub("", word.strip().casefold()).replace(".", "").replace("׳", "")
