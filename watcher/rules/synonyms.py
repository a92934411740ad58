"""Words that stand for each other: a query for one word of a group finds any of them.

A word of a query is one of a group by its stem, a phrase by its words. What was typed as exactly these words
(`=word`, `="a phrase"`), a beginning and a near phrase are never widened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from watcher.rules.query import And, Form, Node, Not, Or, Term, Variant
from watcher.rules.stem import DEFAULT_LANGUAGE
from watcher.rules.terms import MOST_WORDS, in_field, phrase_term, word_term
from watcher.rules.tree import both, either, negate
from watcher.wording.text import Text, text

MOST_MEMBERS = 20
"""Words and phrases that one group may have: each is one more to look for in every watch that uses it."""
_QUOTES = "\"'“”„‟«»‘’"
_SIGNS = re.compile(r"^-|[*~()|:]")
_EXAMPLE = 'DPRK = ["North Korea", "NK"]'

Fault: TypeAlias = tuple[str, str]
"""The name of a group, and what is wrong with it and what to write instead."""


@dataclass(frozen=True, slots=True)
class Member:
    """A word or phrase of a group."""

    written: str
    """As in the configuration."""
    term: Term


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of words and phrases that mean the same."""

    groups: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)
    """Members by the name of their group, which is one of them."""
    _indexes: dict[str, dict[Variant, tuple[str, Member]]] = field(default_factory=dict, repr=False)

    def widened(self, root: Node, language: str = "") -> Node:
        """Return a query's tree with each word of a group replaced by any of the group.

        A group of which the query asks for one word and excludes another is left out of it: so somebody
        tells them apart.
        """
        if not self.groups:
            return root
        language = language or DEFAULT_LANGUAGE
        asked = set(self._used(root, language, wanted=True))
        apart = asked.intersection(self._used(root, language, wanted=False))
        return self._widened(root, language, apart)

    def concern(self, rows: Iterable[Variant], language: str) -> bool:
        """Tell whether any of these belongs to a group: single stems of a language, or words in a row."""
        return not self._index(language).keys().isdisjoint(rows)

    def _widened(self, node: Node, language: str, apart: set[str]) -> Node:
        if isinstance(node, And):
            return both(self._widened(part, language, apart) for part in node.parts)
        if isinstance(node, Or):
            return either(self._widened(part, language, apart) for part in node.parts)
        if isinstance(node, Not):
            return negate(self._widened(node.part, language, apart))
        found = self._found(node, language)
        if not isinstance(node, Term) or found is None or found[0] in apart:
            return node
        group, typed = found
        others = (member for member in self.groups[group] if member is not typed)
        return either((node, *(_instead(member, node, typed.written) for member in others)))

    def _used(self, node: Node, language: str, *, wanted: bool) -> Iterator[str]:
        """Return the groups of the words that a tree asks for, or that it excludes."""
        if isinstance(node, Not):
            yield from self._used(node.part, language, wanted=not wanted)
        elif isinstance(node, And | Or):
            for part in node.parts:
                yield from self._used(part, language, wanted=wanted)
        elif wanted and (found := self._found(node, language)):
            yield found[0]

    def _found(self, node: Node, language: str) -> tuple[str, Member] | None:
        """Return the group that a term belongs to, and the member that it is."""
        if not isinstance(node, Term) or node.literal or node.form is Form.PREFIX:
            return None
        index = self._index(language)
        return next((index[key] for key in _keys(node, language) if key in index), None)

    def _index(self, language: str) -> dict[Variant, tuple[str, Member]]:
        index = self._indexes.get(language)
        if index is None:
            index = self._indexes[language] = dict(self._keys(language))
        return index

    def _keys(self, language: str) -> Iterator[tuple[Variant, tuple[str, Member]]]:
        for group, members in self.groups.items():
            for member in members:
                for key in _keys(member.term, language):
                    yield key, (group, member)


def told(root: Node) -> Iterator[Text]:
    """Say which words of a query find others too, a sentence each."""
    by_typed: dict[str, dict[str, None]] = {}
    for term in _synonyms(root):
        by_typed.setdefault(term.synonym_of, {})[term.shown.split(":")[-1].strip('"')] = None
    for typed, others in by_typed.items():
        alone = f'="{typed}"' if " " in typed else f"={typed}"
        yield text(
            "{typed} also finds {others}; write `{alone}` for these words alone.",
            typed=typed,
            others=", ".join(others),
            alone=alone,
        )


def _synonyms(node: Node) -> Iterator[Term]:
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _synonyms(part)
    elif isinstance(node, Not):
        yield from _synonyms(node.part)
    elif isinstance(node, Term) and node.synonym_of:
        yield node


def read_groups(raw: Mapping[str, object]) -> tuple[Synonyms, tuple[Fault, ...]]:
    """Read groups from a name and, by it, the other words: a list, or a text with `=` between them.

    Returns what is right, and every mistake.
    """
    groups: dict[str, tuple[Member, ...]] = {}
    faults: list[Fault] = []
    for name, value in raw.items():
        read = _members(name, value)
        if isinstance(read, str):
            faults.append((name, read))
        else:
            groups[name] = read
    faults += _in_two_groups(groups)
    return Synonyms(groups), tuple(faults)


def _members(name: str, value: object) -> tuple[Member, ...] | str:
    """Return the members of a group, or what is wrong with it."""
    texts = value.split("=") if isinstance(value, str) else value
    if not isinstance(texts, Sequence) or not all(isinstance(text, str) for text in texts):
        return f"write the words that mean the same in quotes, such as {_EXAMPLE}"
    if not any(text.strip(_QUOTES + " ") for text in texts):
        return f"is an empty group; write the words that mean the same, such as {_EXAMPLE}"
    members: dict[Variant, Member] = {}
    for typed in (name, *texts):
        written = " ".join(typed.split()).strip(_QUOTES + " ")
        term = _term(written)
        if term is None:
            return f'"{typed}" is no word or phrase; write it without * ~ : ( ) | and without - in front'
        members.setdefault(_key(term), Member(written, term))
    if len(members) == 1:
        return f"has only words that are the same; write others, such as {_EXAMPLE}"
    if len(members) > MOST_MEMBERS:
        return f"has {len(members)} words and phrases; {MOST_MEMBERS} is the most"
    return tuple(members.values())


def _term(written: str) -> Term | None:
    if _SIGNS.search(written):
        return None
    make = phrase_term(written, None) if " " in written else word_term(written, Form.STEM, None)
    return make if make and max(map(len, make.variants)) <= MOST_WORDS else None


def _in_two_groups(groups: Mapping[str, Sequence[Member]]) -> Iterator[Fault]:
    first: dict[Variant, tuple[str, Member]] = {}
    for name, members in groups.items():
        for member in members:
            earlier, there = first.setdefault(_key(member.term), (name, member))
            if earlier == name:
                continue
            same = "" if there.written == member.written else f', as "{there.written}"'
            yield (
                name,
                f'"{member.written}" is in the group {earlier} too{same}; groups go both ways: '
                f"write all that means the same in one, and each word once",
            )


def _instead(member: Member, term: Term, typed: str) -> Term:
    """Return a member as it stands in for a term of a query, in the same field."""
    shown = in_field(term.field, member.term.shown)
    return replace(member.term, field=term.field, shown=shown, synonym_of=typed)


def _key(term: Term) -> Variant:
    """Return what two members have in common that are the same word."""
    return next(_keys(term, DEFAULT_LANGUAGE))


def _keys(term: Term, language: str) -> Iterator[Variant]:
    """Return what a term may be found under: a word by its stem, words in a row as they are."""
    if len(term.variants[0]) > 1:
        yield term.variants[0]
    if term.form is Form.STEM:
        yield from term.variants_in(language)
