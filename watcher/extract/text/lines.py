"""A text page as lines, and what each line says about itself alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from watcher.extract import dates
from watcher.extract.bylines import authors
from watcher.extract.plain import fold
from watcher.extract.text.genres import LABEL_LENGTH, is_genre
from watcher.models import Published

MOST_LINES = 4_000
"""A listing has hundreds of lines; what comes after this many is not read."""

LABEL_WORDS = 4
"""A label ('News', 'NK PRO', 'Weekly Briefing') has at most so many words."""

_LONGEST_BYLINE = 300
"""Characters; a longer line is words, whatever it ends in."""

_BULLET = re.compile(r"^(?:[-*•‣▪◦–—·»›>#]+|\(?\d{1,3}[.)])\s+(?=\S{2})")
_PAGER = re.compile(
    r"""(?:pages?:?\s+)?(?:\[?\d{1,5}\]?|…|\.{2,}|[«»‹›<>|←→]+|of|next|prev(?:ious)?|first|last|older|newer|posts?|pages?)
        (?:[\s,|·]+(?:\[?\d{1,5}\]?|…|\.{2,}|[«»‹›<>|←→]+|of|next|prev(?:ious)?|first|last|older|newer|posts?|pages?))*""",
    re.IGNORECASE | re.VERBOSE,
)
_FURNITURE = re.compile(
    r"""(?-i:(?:\S+\s+){0,4}(?:Banner|BANNER|Logo|LOGO))
      | advert(?:isement|ising)? | sponsored(?:\s+content)? | ad
      | (?:sign|log)\s?(?:in|up|out)(?:\s+.{0,20})? | subscribe\b.{0,60} | menu | search | home
      | (?:accept|reject|allow|decline)(?:\s+(?:all|necessary))?(?:\s+cookies)?
      | manage\s+(?:cookies|preferences|consent)
      | we\s+(?:and\s+our\s+partners\s+)?(?:use\s+cookies|value\s+your\s+privacy).*
      | by\s+(?:using|continuing|browsing)\s.*\b(?:cookies?|terms)\b.*
      | cookie\s+(?:settings|preferences|notice)
      | (?:\d+|no|leave\s+a|add\s+a|post\s+a)\s+(?:comments?|replies|reply|views?|shares?|likes?)
      | (?:\d{1,2}:)?\d{1,3}:\d\d | e-?mail:?\s+\S+@\S+ | \S+@\S+\.\w+
      | (?:older|newer|earlier|previous|next)
        \s+(?:posts?|entries|articles?|news|releases?|stories|items|page|issues?)
      | (?:about\s+)?\d{1,3}\s*-?\s*min(?:ute)?s?(?:\s+(?:read|listen|watch))?
      | enter\s+your\s+e-?mail\b.{0,30}
      | home\s*[>/»›|→].* | sort(?:ed)?\s+by\b.{0,30} | showing\s+\d.{0,60}
      | (?:about\s+)?\d[\d,.]*\s+results?\b.{0,40}
      | (?:image|photo|picture|illustration|graphic)(?:\s+(?:credit|by|courtesy))?:\s.{1,80}
      | share(?:\s+(?:this|on|via|to|with)\b.{0,30})?
      | skip\s+to\s+.{0,30} | (?:read|load|show|see|view)\s+(?:more|all|full\s+story)\b.{0,12}
      | (?:learn|find\s+out)\s+more | e-?mail
      | continue\s+reading | back\s+to\s+top | follow\s+(?:(?:\S+\s+){0,3}(?:us|me|on)\b|@).{0,30}
      | .{0,80}[.!?]\s+(?:subscribe|sign\s+up)(?:\s+(?:now|today|here|for\s+free))?[.!]?
      | .{0,60}\byour\s+inbox[.!]?
      | (?:sign\s+up|join)\s.{0,20}newsletters?.{0,40} | newsletters?
      | (?:copyright|©|\(c\)).* | all\s+rights\s+reserved.*
      | .{0,40}cookies?\s+policy | privacy\s+policy | terms\s+(?:of|and|&)\s.{0,20}
      | (?:about|contact)(?:\s+us)? | https?://\S+ | @\w+ | [\W_]+""",
    re.IGNORECASE | re.VERBOSE,
)
_FILED = re.compile(
    r"(?:tags?|tagged|topics?|keywords?|categor(?:y|ies)|filed\s+under|posted\s+in)\s*:\s*(?P<labels>\S.*)",
    re.IGNORECASE,
)
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x2060))
"""Where a word may or may not be broken: nothing that a reader sees."""
_FOOT_LINES = 8
_FOOT = re.compile(
    r"(?:about|contact|careers|jobs\s+at|advertise|help|faqs?|terms|privacy|imprint|legal|site\s?map|rss)\b",
    re.IGNORECASE,
)
_READING_TIME = re.compile(r"[\s|·•,–—-]*\d{1,3}\s*-?\s*min(?:ute)?s?\.?(?:\s+read)?$", re.IGNORECASE)
_UPDATED = re.compile(r"[\s|·•,–—-]*\(?(?:last\s+)?(?:updated|modified):?\s.*$", re.IGNORECASE)
_COMMENTS = re.compile(
    r"[\s|·•,–—-]*(?:\d{1,5}|no|leave\s+a|add\s+a)\s+(?:comments?|repl(?:y|ies))$", re.IGNORECASE
)
_ON = re.compile(r"(?<=\w) on$", re.IGNORECASE)
_POSTED = re.compile(r"(?:posted|published|written|filed|added)(?:\s+(?:on|at))?:?$", re.IGNORECASE)
_FIELDS = re.compile(r"\s*[|•·]\s*")
_BY = re.compile(r"[Bb][Yy][:\s]\s*\S|By(?=[A-Z])")
_DIGIT = re.compile(r"\d")
_MOST_NAMES = 4
_BETWEEN = " |/·•,–—-:"
_LOW_WORDS = "al and bin da de del der di do dos du e el et la le of the und van von y"
PARTICLES = frozenset(_LOW_WORDS.split())
_PREPOSITIONS = frozenset(
    ("of", "in", "on", "since", "until", "till", "to", "from", "before", "after", "as", "for")
)
_SENTENCE_END = (".", "!", "?", ":", "…", "。", "？", "！")


class Role(Enum):
    """What a line is for."""

    WORDS = auto()
    """Title, summary, label, heading: only its neighbours can tell."""
    BYLINE = auto()
    """Ends in a date, authors may stand before it; or names them as "by" does."""
    AUTHOR = auto()
    PAGER = auto()
    FURNITURE = auto()
    """Banners, logos, buttons, footers: part of no item."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank. `gap` counts the blank lines before it."""

    text: str
    gap: int
    role: Role
    authors: tuple[str, ...] = ()
    published: Published | None = None
    bulleted: bool = False
    """Whether a bullet or a number stood before it."""
    repeated: bool = False
    """Whether the page writes it again close by, as it does with titles only."""

    @property
    def is_date(self) -> bool:
        """Whether it is a byline without a name."""
        return self.role is Role.BYLINE and not self.authors and self.published is not None

    @property
    def is_label_like(self) -> bool:
        """Whether it is short enough for a label, and no sentence."""
        if ":" in self.text and _FILED.match(self.text):
            return True
        few = len(self.text) <= LABEL_LENGTH and len(self.text.split()) <= LABEL_WORDS
        return few and not self.text.endswith(_SENTENCE_END)


def split(text: str, now: datetime | None = None) -> list[Line]:
    """Return the lines of `text` with the roles that they show by themselves; "3 hours ago" needs `now`."""
    raw = [fold(line.translate(_INVISIBLE)) for line in text.splitlines()[:MOST_LINES]]
    when = _When(now, dates.order_of(raw))
    lines: list[Line] = []
    gap = 0
    for words in raw:
        if not words:
            gap += 1
            continue
        line = _line(_BULLET.sub("", words), gap, when)
        lines += _apart(replace(line, bulleted=True) if _BULLET.match(words) else line)
        gap = 0
    return [*lines[:-_FOOT_LINES], *map(_of_foot, lines[-_FOOT_LINES:])]


def _apart(line: Line) -> tuple[Line, ...]:
    """Return a byline that names a genre and nobody, 'ANALYSIS • JUNE 4, 2018', as a label and a date."""
    label = line.authors[0] if len(line.authors) == 1 and line.published else ""
    if " " in label or not is_genre(label):
        return (line,)
    date = replace(line, text=line.text.replace(label, "", 1).strip(_BETWEEN), gap=0, authors=())
    return Line(label, line.gap, Role.WORDS, bulleted=line.bulleted), date


def _of_foot(line: Line) -> Line:
    """Return a line of the page's foot as furniture where it names what sites link there."""
    is_foot = line.role is Role.WORDS and line.is_label_like and _FOOT.match(line.text)
    return replace(line, role=Role.FURNITURE) if is_foot else line


def is_filed(line: Line) -> bool:
    """Tell whether a line of words lists what its item is filed under."""
    return ":" in line.text and line.role is Role.WORDS and _FILED.match(line.text) is not None


def labels_of(text: str) -> tuple[str, ...]:
    """Return the labels that a line gives: itself, or what 'Tags: ports, rail' lists."""
    filed = _FILED.match(text)
    return tuple(filter(None, map(str.strip, filed["labels"].split(",")))) if filed else (text,)


def looks_like_names(text: str) -> bool:
    """Tell whether `text` could be the names before a date: few capitalised words a name, no sentence."""
    names = authors(text)
    if (
        not names
        or _DIGIT.search(text)
        or not all(len(name.split()) <= 6 and len(name) <= 60 for name in names)
    ):
        return False
    return all(_is_capitalised(name) or _is_pen_name(name) for name in names)


@dataclass(frozen=True, slots=True)
class _When:
    """What dates on the page are read by."""

    now: datetime | None
    order: dates.Order | None


def _line(text: str, gap: int, when: _When) -> Line:
    if len(text) > _LONGEST_BYLINE:
        return Line(text, gap, Role.WORDS)
    if _PAGER.fullmatch(text):
        return Line(text, gap, Role.PAGER)
    if _FURNITURE.fullmatch(text):
        return Line(text, gap, Role.FURNITURE)
    return _byline(text, gap, when) or _name(text, gap) or Line(text, gap, Role.WORDS)


def _byline(text: str, gap: int, when: _When) -> Line | None:
    """Read 'Ann Lee | Bo Ray May 3, 2021', 'May 3, 2021 | Ann Lee', a bare date, a date written twice."""
    trimmed = _COMMENTS.sub("", _READING_TIME.sub("", _UPDATED.sub("", text))) or text
    found = _date_in(trimmed, when)
    if not found:
        return None
    start, end, published = found
    before, after = trimmed[:start].strip(_BETWEEN), trimmed[end:].strip(_BETWEEN)
    before = _POSTED.sub("", _ON.sub("", before))
    if after and dates.parse(after, when.now, order=when.order) == published:
        after = ""
    names = before or after
    if (before and after) or (names and not (looks_like_names(names) or _is_role(names))):
        return None
    return Line(text, gap, Role.BYLINE, authors(names), published)


def _date_in(text: str, when: _When) -> tuple[int, int, Published] | None:
    """Return where the date of a byline begins and ends, and what it is."""
    found = dates.find(text, when.now, order=when.order)
    if found is not None or when.now is None:
        return found
    *others, last = _FIELDS.split(text)
    if others and (day := dates.parse(last, when.now)):  # 'Ann Lee • Yesterday'
        return len(text) - len(last), len(text), day
    return dates.find_without_year(text, when.now)


def _is_role(text: str) -> bool:
    """Tell whether a byline names what somebody does and not who: 'by Staff Writer'."""
    return _BY.match(text) is not None and not authors(text)


def _name(text: str, gap: int) -> Line | None:
    """Read 'By Ann Lee' and 'ByAnn Lee': a byline without a date."""
    if not _BY.match(text) or not looks_like_names(text):
        return None
    names = authors(text)
    if not all(1 < len(name.split()) <= _MOST_NAMES and name != name.lower() for name in names):
        return None
    return Line(text, gap, Role.BYLINE, names)


def _is_capitalised(name: str) -> bool:
    return all(word in PARTICLES or not word[0].islower() for word in name.split())


def _is_pen_name(name: str) -> bool:
    """Tell whether `name` is one or two words none of which is a preposition: 'bong lee', not 'since'."""
    words = name.lower().split()
    return len(words) <= 2 and not _PREPOSITIONS & set(words)
