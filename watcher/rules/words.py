"""Words: how a text falls apart into words with positions, the same for articles and queries.

A text is split at white space into chunks, and each chunk into words. A hyphenated chunk gives its parts
and, beside them, the parts as one word; Chinese, Japanese and Thai give a word a character; Korean,
Arabic and Hebrew give the word as written and, beside it, the word without particles or prefixes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from watcher.rules.fold import Folded, fold
from watcher.rules.hangul import is_hangul, is_particle, without_particles
from watcher.rules.semitic import is_hebrew, without_prefixes

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
)
# Vowels and tones of Thai, Lao, Burmese and Khmer, which stay with their consonant.
_VOWELS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
_MARKS = (
    "\u0900-\u0903\u093a-\u094f\u0962\u0963\u0980-\u0983\u09bc-\u09cd"
    "\u0a00-\u0a03\u0a3c-\u0a4d\u0b82\u0bbe-\u0bcd"
)
_LETTER = rf"(?:[^\W\d_{_UNSPACED}가-힣]|[{_MARKS}])"
_CHAR = rf"(?:[^\W_{_UNSPACED}가-힣]|[{_MARKS}])"
_SIGN = f"[{_UNSPACED}][{_VOWELS}]*"
_SIGNS = re.compile(_SIGN)
_VOWEL = re.compile(f"[{_VOWELS}]")
_WORD = re.compile(
    rf"(?P<signs>(?:{_SIGN})+)"
    rf"|(?P<hangul>[가-힣]+)"
    rf"|(?P<acronym>(?<!\w)(?:{_LETTER}\.)+{_LETTER}(?!\w)\.?|(?<!\w)(?:{_LETTER}\.){{2,}}(?!\w))"
    rf"|(?P<number>\d{{1,3}}(?:,\d{{2,3}})*,\d{{3}}(?!\d)(?:\.\d+)?{_CHAR}*|\d+(?:\.\d+)*{_CHAR}*)"
    rf"|(?P<word>{_CHAR}+)"
)
# Spaces of any width between groups of three digits, as in French and in much of Europe.
_SPACED_NUMBER = re.compile(r"\d\s\d{3}(?!\d)")
_FIRST_GROUP, _GROUP = re.compile(r"\d{1,3}"), re.compile(r"\d{3}")
_LAST_GROUP = re.compile(r"\d{3}[^\W\d]{1,2}")
# Two dots or more between groups of three digits are no decimal point.
_DOTTED_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{3}){2,})(?!\.?\d)")
_GERSHAYIM = frozenset('"״“”')
"""What stands before the last letter of a Hebrew abbreviation."""
_LONGEST_JOIN = 6
_LONGEST_ELISION = 2
_LONGEST_KNOWN = 40
_MOST_KNOWN = 1 << 17


@dataclass(slots=True)
class _Part:
    """A word on its way: `joint` is what ties it to the part before (`-`, `'` or nothing)."""

    word: str
    start: int
    end: int
    kind: str
    joint: str | None


@dataclass(frozen=True, slots=True)
class Extra:
    """Another reading at position `at`: `width` words as one, or a word less what is written onto it."""

    at: int
    width: int
    word: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one chunk gives: the words in order, their offsets in the chunk, and other readings of them."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    extras: tuple[Extra, ...] = ()


_known: dict[str, Chunk] = {}
"""A memo: the same words come again and again."""
_plain: dict[str, str] = {}
"""Of those, the chunks that are a single word and nothing else."""


@dataclass(slots=True)
class Words:
    """The words of a text by position, and other readings beside them."""

    words: list[str] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)


def words_of(text: str) -> Words:
    """Split `text` into words."""
    raws = text.split()
    plain = [*map(_plain.get, raws)]
    if None not in plain:
        found = Words([word for word in plain if word is not None])
    else:
        found = Words()
        words = found.words
        for raw, word in zip(raws, plain, strict=True):
            if word is not None:
                words.append(word)
                continue
            chunk = chunk_of(raw)
            if chunk.extras:
                at = len(words)
                found.extras += [Extra(at + extra.at, extra.width, extra.word) for extra in chunk.extras]
            words += chunk.words
    if _SPACED_NUMBER.search(text):
        found.extras += numbers_in_parts(found.words)
    return found


def numbers_in_parts(words: Sequence[str]) -> Iterator[Extra]:
    """Read `1 000 000` as one number too: its parts are words of their own as well, for they may be."""
    at = 0
    while at < len(words):
        end = at + 1
        if _FIRST_GROUP.fullmatch(words[at]):
            while end < len(words) and _GROUP.fullmatch(words[end]):
                end += 1
            if end < len(words) and end - at < _LONGEST_JOIN and _LAST_GROUP.fullmatch(words[end]):
                end += 1
        if 1 < end - at <= _LONGEST_JOIN:
            yield Extra(at, end - at, "".join(words[at:end]))
        at = end


def spans_of(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets in `text` of each of the words of `words_of(text)`."""
    spans: list[tuple[int, int]] = []
    for raw in re.finditer(r"\S+", text):
        at = raw.start()
        spans += [(at + start, at + end) for start, end in chunk_of(raw.group()).spans]
    return spans


def chunk_of(raw: str) -> Chunk:
    """Split one run of non-space characters into words; short ones are remembered."""
    known = _known.get(raw)
    if known is None:
        known = _split(raw)
        if len(raw) <= _LONGEST_KNOWN:
            if len(_known) >= _MOST_KNOWN:
                _known.clear()
                _plain.clear()
            _known[raw] = known
            if len(known.words) == 1 and not known.extras:
                _plain[raw] = known.words[0]
    return known


def plain_word(raw: str) -> str | None:
    """Return the word that a short chunk is, None where it is more than one, or has other readings."""
    word = _plain.get(raw)
    if word is None and raw:
        chunk_of(raw)
        word = _plain.get(raw)
    return word


def _split(raw: str) -> Chunk:
    folded = fold(raw)
    if folded.text.isalnum() and folded.text.isascii() and not folded.text[0].isdigit():
        return Chunk((folded.text,), ((folded.starts[0], folded.ends[-1]),))
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    extras: list[Extra] = []
    for run in _runs(_parts(folded.text)):
        if 1 < len(run) <= _LONGEST_JOIN:
            extras.append(Extra(len(words), len(run), "".join(part.word for part in run)))
        for part in run:
            if part.kind == "signs":
                words += _SIGNS.findall(part.word)
                spans += _spans_of_signs(part, folded)
                continue
            extras += [Extra(len(words), 1, bare) for bare in _bare(part.word)]
            words.append(part.word)
            spans.append((folded.starts[part.start], folded.ends[part.end - 1]))
    return Chunk(tuple(words), tuple(spans), tuple(extras))


def _spans_of_signs(part: _Part, folded: Folded) -> Iterator[tuple[int, int]]:
    """Return where each sign of a run of them stands in the original."""
    starts, ends = folded.starts, folded.ends
    if not _VOWEL.search(part.word):
        return zip(starts[part.start : part.end], ends[part.start : part.end], strict=True)
    found = (sign.span() for sign in _SIGNS.finditer(part.word))
    return ((starts[part.start + start], ends[part.start + end - 1]) for start, end in found)


def _bare(word: str) -> tuple[str, ...]:
    return without_particles(word) if is_hangul(word) else without_prefixes(word)


def _parts(text: str) -> Iterator[_Part]:
    """Cut a folded chunk at every border, and say what stood between."""
    end = 0
    for match in _WORD.finditer(text):
        kind = match.lastgroup or ""
        joint = text[end : match.start()] if end else None
        word = match.group()
        if kind == "acronym":
            word = word.replace(".", "")
        elif kind == "number":
            word = _DOTTED_NUMBER.sub(_without_dots, word.replace(",", ""))
        end = match.end()
        yield _Part(word, match.start(), end, kind, joint)


def _without_dots(number: re.Match[str]) -> str:
    return number[1].replace(".", "")


def _runs(parts: Iterator[_Part]) -> Iterator[list[_Part]]:
    """Gather parts that hyphens tie together; settle apostrophes and particles on the way."""
    run: list[_Part] = []
    for part in parts:
        if run and _taken_in(run, part):
            continue
        if run:
            yield run
        run = [part]
    if run:
        yield run


def _taken_in(run: list[_Part], part: _Part) -> bool:
    """Let a part go into the run before it, or vanish; tell whether it did."""
    last = run[-1]
    if "signs" in (part.kind, last.kind):
        return False
    if part.joint == "":
        return is_particle(part.word)
    if part.joint in _GERSHAYIM and is_hebrew(part.word) and is_hebrew(last.word):
        last.word, last.end = last.word + part.word, part.end
        return True
    if part.joint == "-":
        run.append(part)
    elif part.joint != "'" or "hangul" in (part.kind, last.kind):
        return False
    elif len(last.word) <= _LONGEST_ELISION and part.word != "s":
        run.append(part)
    elif part.word != "s":
        last.word, last.end = last.word + part.word, part.end
    return True
