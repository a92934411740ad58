"""From a byline to names: 'By Ann Lee | Bo Ray', 'Ann Lee, Bo Ray and Cy Fox', 'ByAnn LeeAnn Lee'."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

LONGEST_NAME = 80
"""Characters. What is longer is a sentence, not a name."""
LONGEST_BYLINE = 1_000
"""Characters. What is longer is no byline."""

_OPENING = re.compile(
    r"""^\s*(?:
        (?:(?:written|words|story|text|report(?:ed|ing)?|posted|published|opinion|analysis)\s+)?by
        | authors? | text | words | escrito\s+por | autor(?:in|en|es)? | автор | текст
        | 作者 | 文 | 記者 | 记者 | 글
        | (?:par | von | por | di | door | av | af)(?=\s+\S+\s+\S)  # before one word it belongs to a surname
    )(?:\s*[:：]\s*|\s+)""",
    re.IGNORECASE | re.VERBOSE,
)
_GLUED_OPENING = re.compile(r"^By(?=[A-ZÀ-ÖØ-ÞŁŚŠŽČĐİ]\w)")
"""As where the space was lost in "ByAnn Lee"; "Byron" goes on with a small letter."""
_ENDING = re.compile(r"(?<=\w)\s*(?:기자|특파원|記者|记者)\s*$")
_MAIL_THEN_NAME = re.compile(r"^\s*\S+@\S+\s+\((?P<name>[^()]+)\)\s*$")
_MAIL = re.compile(r"<?[^\s@]+@[^\s@]+\.\w+>?")
_HARD_BREAK = re.compile(r"\s*[|;•·/\n、，،]\s*|\s+[–—]\s+")
_SOFT_BREAK = re.compile(
    r"\s*,\s*(?:(?:and|und|et|y|e)\s+)?|\s+(?:and|with|und|et|y|och|og|и|та|و)\s+|\s*&\s*", re.IGNORECASE
)
_SUFFIX = re.compile(r"(?:jr|sr|ph\.?\s?d|m\.?d|esq|mba|ii|iii|iv)\.?", re.IGNORECASE)
_ROLE = re.compile(
    r"""(?:(?:\w+\s+){0,3}(?:writer|reporter|correspondent|editor|columnist|contributor|analyst|photographer)s?
        | special\s+to\b.* | for\s+the\b.* | updated\b.* | posted\b.* | published\b.*)""",
    re.IGNORECASE | re.VERBOSE,
)
_PREFIX = re.compile(r"\b(?:Ma?c|Fitz|Van|Von|D[aeiu]|L[aeo])$", re.IGNORECASE)
"""Begins a surname that goes on with a capital, as in "McCarthy" and "DeVries"."""
_GLUED_WITH_MANY = re.compile(r"\b(?:of|for|the)\b", re.IGNORECASE)


def authors(text: str) -> tuple[str, ...]:
    """Return the names in the byline `text`, in order and without repeats; no name gives an empty tuple."""
    return _authors(text) if len(text) <= LONGEST_BYLINE else ()


@lru_cache(maxsize=4096)
def _authors(text: str) -> tuple[str, ...]:
    if named := _MAIL_THEN_NAME.match(text):
        text = named["name"]
    text = _MAIL.sub(" ", text)
    text = undouble(_OPENING.sub("", text, count=1).strip())
    names: dict[str, str] = {}
    for segment in _HARD_BREAK.split(text):
        for name in _people(_GLUED_OPENING.sub("", undouble(" ".join(segment.split())))):
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def undouble(text: str) -> str:
    """Return `text` once where it is the same words twice, glued or with a space between; else as it is."""
    glued, spaced = divmod(len(text), 2)
    first, second = text[:glued], text[glued + spaced :]
    twice = first == second and (not spaced or text[glued] == " ")
    return first if twice and len(first) > 2 else text


def _people(segment: str) -> list[str]:
    """Split one segment at commas and 'and', keeping 'Jr.' with its name and dropping job titles."""
    if _GLUED_WITH_MANY.search(segment) and "," not in segment:
        return _kept([segment])
    people: list[str] = []
    for part in _SOFT_BREAK.split(segment):
        if people and _SUFFIX.fullmatch(part):
            people[-1] += f", {part}"
        else:
            people += _unglued(undouble(part))
    return _kept(people)


def _unglued(part: str) -> list[str]:
    """Split names that no space parts ("Ann LeeBo Ray"), each side with a first name and a surname."""
    names: list[str] = []
    start = 0
    for place, (before, after) in enumerate(pairwise(part), 1):
        if before.islower() and after.isupper():
            name, rest = part[start:place], part[place:]
            if " " in name and " " in rest and not _PREFIX.search(name):
                names.append(name)
                start = place
    return [*names, part[start:]]


def _kept(parts: list[str]) -> list[str]:
    """Trim the parts and keep those that can be a name."""
    trimmed = [
        _ENDING.sub("", part).strip(" \t.,:-–—()*") + ("." if _ends_in_initial(part) else "")
        for part in parts
    ]
    return [name for name in trimmed if _is_name(name)]


def _ends_in_initial(part: str) -> bool:
    """Tell whether the final full stop belongs to the name: 'Ann B.', 'Ann Lee, Jr.'."""
    return part.endswith(".") and len(part.split()[-1]) <= 3


def _is_name(text: str) -> bool:
    """Tell whether `text` can be a name: has letters, is short, is no job title."""
    return any(c.isalpha() for c in text) and len(text) <= LONGEST_NAME and not _ROLE.fullmatch(text)
