"""The atoms of all watches, numbered, and which of them an article holds: one look-up a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count

from watcher.rules.document import Document
from watcher.rules.plan import Atom
from watcher.rules.query import Field, Form, Variant
from watcher.rules.rarity import Rarity
from watcher.rules.words import Extra


class Lexicon:
    """Atoms in use, each with a number and a rank that it keeps as long as it is in use."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._numbers = count(1)
        self._shelves: dict[tuple[Field | None, Form, str], _Shelf] = {}
        self._atoms: dict[int, Atom] = {}
        self._ranks: dict[int, int] = {}
        self._uses: Counter[int] = Counter()

    def take(self, atom: Atom) -> int:
        """Return the number of `atom`, in use once more."""
        key = (atom.field, atom.form, atom.language)
        shelf = self._shelves.get(key)
        if shelf is None:
            shelf = self._shelves[key] = _Beginnings() if atom.form is Form.PREFIX else _Rows()
        number = shelf.number(atom.words, self._numbers)
        if number not in self._atoms:
            self._atoms[number] = atom
            self._ranks[number] = self._rarity.rank(atom)
        self._uses[number] += 1
        return number

    def drop(self, number: int) -> None:
        """Take back one use of an atom; without any it is forgotten."""
        self._uses[number] -= 1
        if self._uses[number]:
            return
        atom = self._atoms.pop(number)
        del self._uses[number], self._ranks[number]
        key = (atom.field, atom.form, atom.language)
        shelf = self._shelves[key]
        shelf.forget(atom.words)
        if not shelf:
            del self._shelves[key]

    def by_rarity(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Sort atoms, the rarest first; always in the same order while they are in use."""
        return tuple(sorted(numbers, key=lambda number: (self._ranks[number], number)))

    def present(self, document: Document) -> set[int]:
        """Return the numbers of all atoms that a document holds."""
        found: set[int] = set()
        for (field, _, language), shelf in self._shelves.items():
            shelf.collect(document, field, language, found)
        return found

    def __len__(self) -> int:
        """Return how many atoms are in use."""
        return len(self._atoms)


class _Row:
    """A node of the tree of rows: the atom that ends here (0 for none) and the words that may follow."""

    __slots__ = ("after", "number")

    def __init__(self) -> None:
        self.number = 0
        self.after: dict[str, _Row] | None = None


class _Rows:
    """Whole words: single ones in a dictionary, rows of them in a tree of words."""

    def __init__(self) -> None:
        self._single: dict[str, int] = {}
        self._first: dict[str, _Row] = {}

    def __bool__(self) -> bool:
        return bool(self._single or self._first)

    def number(self, words: Variant, numbers: Iterator[int]) -> int:
        if len(words) == 1:
            known = self._single.get(words[0])
            if known is None:
                known = self._single[words[0]] = next(numbers)
            return known
        row = self._first.setdefault(words[0], _Row())
        for word in words[1:]:
            if row.after is None:
                row.after = {}
            row = row.after.setdefault(word, _Row())
        row.number = row.number or next(numbers)
        return row.number

    def forget(self, words: Variant) -> None:
        if len(words) == 1:
            del self._single[words[0]]
            return
        level: dict[str, _Row] | None = self._first
        path: list[tuple[dict[str, _Row], str]] = []
        for word in words:
            assert level is not None  # noqa: S101 - the row was made by `number`
            path.append((level, word))
            level = level[word].after
        level, word = path[-1]
        level[word].number = 0
        for level, word in reversed(path):
            if level[word].number or level[word].after:
                return
            del level[word]

    def collect(self, document: Document, field: Field | None, language: str, found: set[int]) -> None:
        """Add the numbers of the atoms in a field of `document` to `found`."""
        single = self._single
        if single:
            present = single.keys() & document.vocabulary(field, language)
            found.update([single[word] for word in present])
        if self._first:
            for segment in document.inside(field):
                read = segment.stemmed(language) if language else segment
                self._collect_rows(read.words, read.extras, found)

    def _collect_rows(self, words: list[str], extras: list[Extra], found: set[int]) -> None:
        beside: dict[int, list[Extra]] = {}
        for extra in extras:
            beside.setdefault(extra.at, []).append(extra)
        open_rows: list[tuple[_Row, int]] = []
        for at, row in enumerate(map(self._first.get, words), 1):
            if row is not None:
                _follow(row, at, words, beside, open_rows)
        for extra in extras:
            if (row := self._first.get(extra.word)) is not None:
                _follow(row, extra.at + extra.width, words, beside, open_rows)
        while open_rows:
            row, at = open_rows.pop()
            if row.number:
                found.add(row.number)
            _follow(row, at, words, beside, open_rows)


def _follow(
    row: _Row, at: int, words: list[str], beside: dict[int, list[Extra]], open_rows: list[tuple[_Row, int]]
) -> None:
    """Open the rows that go on with a word at position `at`."""
    if row.after is None or at >= len(words):
        return
    if (longer := row.after.get(words[at])) is not None:
        open_rows.append((longer, at + 1))
    if at in beside:
        open_rows += [
            (longer, at + extra.width)
            for extra in beside[at]
            if (longer := row.after.get(extra.word)) is not None
        ]


class _Beginnings:
    """Beginnings of words, looked up by every length in use."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._lengths: Counter[int] = Counter()

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def number(self, words: Variant, numbers: Iterator[int]) -> int:
        known = self._numbers.get(words[0])
        if known is None:
            known = self._numbers[words[0]] = next(numbers)
            self._lengths[len(words[0])] += 1
        return known

    def forget(self, words: Variant) -> None:
        del self._numbers[words[0]]
        self._lengths[len(words[0])] -= 1
        if not self._lengths[len(words[0])]:
            del self._lengths[len(words[0])]

    def collect(self, document: Document, field: Field | None, language: str, found: set[int]) -> None:
        """Add the numbers of the atoms in a field of `document` to `found`."""
        words = document.vocabulary(field, language)
        numbers = self._numbers
        for length in self._lengths:
            heads = {word[:length] for word in words}
            found.update([numbers[head] for head in numbers.keys() & heads])


_Shelf = _Rows | _Beginnings
