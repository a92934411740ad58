"""The atoms of all watches, and which of them an article holds: one look-up a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import count, pairwise

from watcher.rules.document import Document, Segment
from watcher.rules.key import Key, Shelf
from watcher.rules.memo import Memo
from watcher.rules.plan import Atom
from watcher.rules.presence import Presence
from watcher.rules.query import Field, Form, Variant
from watcher.rules.rarity import Rarity

_COMMONER = 1 << 40
"""How many keys may be made between two that one rank sets apart."""


_MOST_KNOWN = 1 << 15


class Lexicon:
    """The keys of the atoms in use."""

    def __init__(self, rarity: Rarity) -> None:
        self.presence = Presence()
        self._rarity = rarity
        self._known = Memo(self._key, _MOST_KNOWN)
        """The same atoms come again and again, and finding their keys is most of the work of filing."""
        self.key: Callable[[Atom], Key] = self._known.__getitem__
        """Returns the key of an atom; a new one stays only if it comes into use."""
        self._made = count(1)
        self._shelves: dict[Shelf, _Rows | _Beginnings] = {}
        self._numbered: list[Key | None] = [None]
        """Keys by number; there is none of number 0."""
        self._free: list[int] = []
        """Numbers of keys that are no longer in use."""

    def sibling(self) -> Lexicon:
        """Return an empty lexicon that takes the same words for rare."""
        return Lexicon(self._rarity)

    def _key(self, atom: Atom) -> Key:
        name = atom[:3]
        shelf = self._shelves.get(name)
        if shelf is None:
            shelf = self._shelves[name] = _Beginnings() if atom.form is Form.PREFIX else _Rows()
        return shelf.key(atom, self._new)

    def _new(self, atom: Atom) -> Key:
        # Of two as common, the younger is the rarer: what many ask for was asked for early.
        order = self._rarity.rank(atom) * _COMMONER - next(self._made)
        number = self._free.pop() if self._free else len(self._numbered)
        key = Key(atom[:3], atom.words, order, number)
        if number == len(self._numbered):
            self._numbered.append(key)
            self.presence.reach(number)
        else:
            self._numbered[number] = key
        return key

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
        self._numbered[key.held // 2] = None
        self._free.append(key.held // 2)

    def key_of(self, literal: int) -> Key:
        """Return the key that a literal speaks of. Raises KeyError where there is none."""
        key = self._numbered[literal // 2]
        if key is None:
            raise KeyError(literal)
        return key

    def present(self, document: Document) -> set[Key]:
        """Return the keys of all atoms that a document holds."""
        found: set[Key] = set()
        for (_, language, field), shelf in self._shelves.items():
            shelf.collect(document, field, language, found)
        return found


class _Row:
    """A node of a tree of rows: the key of the row that ends here, and what may follow by its first word."""

    __slots__ = ("after", "key")

    def __init__(self) -> None:
        self.key: Key | None = None
        self.after: dict[str, _Row] | None = None


class _Rows:
    """Whole words: single ones in a dictionary, rows of them in another by the first two, then in trees."""

    def __init__(self) -> None:
        self._single: dict[str, Key] = {}
        self._pairs: dict[Variant, _Row] = {}

    def __bool__(self) -> bool:
        return bool(self._single or self._pairs)

    def key(self, atom: Atom, new: Callable[[Atom], Key]) -> Key:
        words = atom.words
        if len(words) == 1:
            known = self._single.get(words[0])
            if known is None:
                known = self._single[words[0]] = new(atom)
            return known
        row = self._pairs.get(words[:2])
        if row is None:
            row = self._pairs[words[:2]] = _Row()
        for word in words[2:]:
            if row.after is None:
                row.after = {}
            row = row.after.setdefault(word, _Row())
        if row.key is None:
            row.key = new(atom)
        return row.key

    def forget(self, words: Variant) -> None:
        if len(words) == 1:
            del self._single[words[0]]
        elif _is_empty_without(self._pairs[words[:2]], words[2:]):
            del self._pairs[words[:2]]

    def collect(self, document: Document, field: Field | None, language: str, found: set[Key]) -> None:
        """Add the keys of the atoms in a field of `document` to `found`."""
        if self._single:
            known = map(self._single.get, document.vocabulary(field, language))
            found.update([key for key in known if key is not None])
        if self._pairs:
            for segment in document.inside(field):
                self._collect_rows(segment.stemmed(language) if language else segment, found)

    def _collect_rows(self, segment: Segment, found: set[Key]) -> None:
        words, pair = segment.words, self._pairs.get
        rows = map(pair, pairwise(words))
        begun = [(row, at) for at, row in enumerate(rows, 2) if row is not None]
        for extra in segment.extras:
            following = segment.readings_at(extra.at + extra.width)
            begun += [(row, end) for word, end in following if (row := pair((extra.word, word))) is not None]
            # What stands before and is an extra itself was begun there.
            if extra.at and (row := pair((words[extra.at - 1], extra.word))) is not None:
                begun.append((row, extra.at + extra.width))
        while begun:
            row, at = begun.pop()
            if row.key is not None:
                found.add(row.key)
            if row.after is not None:
                for word, end in segment.readings_at(at):
                    if (longer := row.after.get(word)) is not None:
                        begun.append((longer, end))


def _is_empty_without(row: _Row, words: Variant) -> bool:
    """Take out what is reached by these words, and what nothing else needs; tell whether anything is left."""
    if not words:
        row.key = None
    elif row.after is not None and _is_empty_without(row.after[words[0]], words[1:]):
        del row.after[words[0]]
        row.after = row.after or None
    return row.key is None and row.after is None


class _Beginnings:
    """Beginnings of words, looked up by every length in use."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}
        self._lengths: Counter[int] = Counter()

    def __bool__(self) -> bool:
        return bool(self._keys)

    def key(self, atom: Atom, new: Callable[[Atom], Key]) -> Key:
        beginning = atom.words[0]
        known = self._keys.get(beginning)
        if known is None:
            known = self._keys[beginning] = new(atom)
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
