"""The atoms of all watches, and which of them an article holds: one look-up a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import TypeAlias

from watcher.rules.document import Document
from watcher.rules.leaf import Key, Shelf
from watcher.rules.memo import Memo
from watcher.rules.plan import Atom
from watcher.rules.query import Field, Form, Variant
from watcher.rules.rarity import Rarity
from watcher.rules.words import Extra

_COMMONER = 1 << 40
"""How many keys may be made between two that one rank sets apart."""


_MOST_KNOWN = 1 << 15


class Lexicon:
    """The keys of the atoms in use."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._known = Memo(self._key, _MOST_KNOWN)
        """The same atoms come again and again, and finding their keys is most of the work of filing."""
        self.key: Callable[[Atom], Key] = self._known.__getitem__
        """Returns the key of an atom; a new one stays only if it comes into use."""
        self._made = count(1)
        self._shelves: dict[Shelf, _Rows | _Beginnings] = {}

    def sibling(self) -> Lexicon:
        """Return an empty lexicon that takes the same words for rare."""
        return Lexicon(self._rarity)

    def _key(self, atom: Atom) -> Key:
        name = atom[:3]
        shelf = self._shelves.get(name)
        if shelf is None:
            shelf = self._shelves[name] = _Beginnings(name) if atom.form is Form.PREFIX else _Rows(name)
        return shelf.key(atom, self._order)

    def _order(self, atom: Atom) -> int:
        # Of two as common, the younger is the rarer: what many ask for was asked for early.
        return self._rarity.rank(atom) * _COMMONER - next(self._made)

    def drop(self, key: Key) -> None:
        """Take back one use of a key; without any it is forgotten."""
        key.uses -= 1
        if key.uses:
            return
        self._known.pop(Atom(*key.shelf, key.words), None)
        shelf = self._shelves[key.shelf]
        shelf.forget(key.words)
        if not shelf:
            del self._shelves[key.shelf]

    def present(self, document: Document) -> set[Key]:
        """Return the keys of all atoms that a document holds."""
        found: set[Key] = set()
        for (_, language, field), shelf in self._shelves.items():
            shelf.collect(document, field, language, found)
        return found


class _Row:
    """A node of the tree of rows: the key of the row that ends here and the words that may follow."""

    __slots__ = ("after", "key")

    def __init__(self) -> None:
        self.key: Key | None = None
        self.after: _After | None = None


_After: TypeAlias = dict[str, _Row]
"""What may follow, by its first word."""


class _Rows:
    """Whole words: single ones in a dictionary, rows of them in a tree of words."""

    def __init__(self, name: Shelf) -> None:
        self._name = name
        self._single: dict[str, Key] = {}
        self._first: dict[str, _After] = {}

    def __bool__(self) -> bool:
        return bool(self._single or self._first)

    def key(self, atom: Atom, order: Callable[[Atom], int]) -> Key:
        words = atom.words
        if len(words) == 1:
            known = self._single.get(words[0])
            if known is None:
                known = self._single[words[0]] = Key(self._name, words, order(atom))
            return known
        after = self._first.get(words[0])
        if after is None:
            after = self._first[words[0]] = {}
        row = _longer(after, words[1])
        for word in words[2:]:
            if row.after is None:
                row.after = {}
            row = _longer(row.after, word)
        if row.key is None:
            row.key = Key(self._name, words, order(atom))
        return row.key

    def forget(self, words: Variant) -> None:
        if len(words) == 1:
            del self._single[words[0]]
            return
        first = self._first[words[0]]
        _forget(first, words[1:])
        if not first:
            del self._first[words[0]]

    def collect(self, document: Document, field: Field | None, language: str, found: set[Key]) -> None:
        """Add the keys of the atoms in a field of `document` to `found`."""
        if self._single:
            known = map(self._single.get, document.vocabulary(field, language))
            found.update([key for key in known if key is not None])
        if self._first:
            for segment in document.inside(field):
                read = segment.stemmed(language) if language else segment
                self._collect_rows(read.words, read.extras, found)

    def _collect_rows(self, words: list[str], extras: list[Extra], found: set[Key]) -> None:
        beside: dict[int, list[Extra]] = {}
        for extra in extras:
            beside.setdefault(extra.at, []).append(extra)
        pairs = zip(map(self._first.get, words), words[1:], strict=False)
        open_rows = [
            (after[following], at)
            for at, (after, following) in enumerate(pairs, 2)
            if after is not None and following in after
        ]
        for extra in extras:
            _follow(self._first.get(extra.word), extra.at + extra.width, words, beside, open_rows)
        for at in beside:
            # What follows as written was found above.
            if at and (after := self._first.get(words[at - 1])) is not None:
                _follow_extras(after, at, beside, open_rows)
        while open_rows:
            row, at = open_rows.pop()
            if row.key is not None:
                found.add(row.key)
            _follow(row.after, at, words, beside, open_rows)


_Open: TypeAlias = list[tuple[_Row, int]]
"""Rows begun, each with the position of the word that may be its next."""


def _longer(rows: _After, word: str) -> _Row:
    row = rows.get(word)
    if row is None:
        row = rows[word] = _Row()
    return row


def _forget(rows: _After, words: Variant) -> None:
    """Take a row out, and those before it that nothing else needs."""
    row = rows[words[0]]
    if len(words) == 1:
        row.key = None
    elif row.after is not None:
        _forget(row.after, words[1:])
    if row.key is None and not row.after:
        del rows[words[0]]


def _follow(
    after: _After | None, at: int, words: list[str], beside: dict[int, list[Extra]], open_rows: _Open
) -> None:
    """Open the rows that go on with a word at position `at`."""
    if after is None or at >= len(words):
        return
    if (longer := after.get(words[at])) is not None:
        open_rows.append((longer, at + 1))
    if at in beside:
        _follow_extras(after, at, beside, open_rows)


def _follow_extras(after: _After, at: int, beside: dict[int, list[Extra]], open_rows: _Open) -> None:
    for extra in beside[at]:
        if (longer := after.get(extra.word)) is not None:
            open_rows.append((longer, at + extra.width))


class _Beginnings:
    """Beginnings of words, looked up by every length in use."""

    def __init__(self, name: Shelf) -> None:
        self._name = name
        self._keys: dict[str, Key] = {}
        self._lengths: Counter[int] = Counter()

    def __bool__(self) -> bool:
        return bool(self._keys)

    def key(self, atom: Atom, order: Callable[[Atom], int]) -> Key:
        beginning = atom.words[0]
        known = self._keys.get(beginning)
        if known is None:
            known = self._keys[beginning] = Key(self._name, atom.words, order(atom))
            self._lengths[len(beginning)] += 1
        return known

    def forget(self, words: Variant) -> None:
        del self._keys[words[0]]
        self._lengths[len(words[0])] -= 1
        if not self._lengths[len(words[0])]:
            del self._lengths[len(words[0])]

    def collect(self, document: Document, field: Field | None, language: str, found: set[Key]) -> None:
        """Add the keys of the atoms in a field of `document` to `found`."""
        words = document.vocabulary(field, language)
        for length in self._lengths:
            heads = map(self._keys.get, {word[:length] for word in words})
            found.update([key for key in heads if key is not None])
