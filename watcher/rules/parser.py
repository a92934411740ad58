"""From text to a query, by recursive descent; the grammar stands in `docs/queries.md`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NoReturn, TypeGuard

from watcher.rules.foreign import refuse
from watcher.rules.lexer import Mark, Token, tokens
from watcher.rules.plain import read_plain
from watcher.rules.query import And, Field, Form, Leaf, Limits, Node, Not, Or, Query, Term
from watcher.rules.stem import DEFAULT_LANGUAGE, LANGUAGES
from watcher.rules.synonyms import Synonyms, told
from watcher.rules.terms import MOST_NEAR, MOST_WORDS, in_field, near_term, phrase_term, word_term
from watcher.rules.tree import anchored, both, contradiction, either, negate, normal
from watcher.wording.text import Text, code, text

_PHRASES = frozenset({Mark.PHRASE, Mark.EXACT_PHRASE})
_STARTS = _PHRASES | {Mark.WORD, Mark.EXACT, Mark.PREFIX, Mark.FIELD, Mark.OPEN, Mark.NOT}
_FORMS = {Mark.WORD: Form.STEM, Mark.EXACT: Form.EXACT, Mark.PREFIX: Form.PREFIX}
_SHORTEST_PREFIX = 2
_NOTHING = text("I need at least one word to look for.")
_TWO = text("Make two watches of it.")
_DEFAULT_LIMITS = Limits()
_NO_SYNONYMS = Synonyms()


def parse(
    text: str,
    *,
    language: str = "",
    limits: Limits = _DEFAULT_LIMITS,
    synonyms: Synonyms = _NO_SYNONYMS,
) -> Query:
    """Parse a query; `language` names that of its words, none leaves it to each article.

    Synonyms widen what it finds, and change neither its normal form nor whether it is refused.

    Raises `QueryError` where the text is no query or is over a limit, ValueError for an unknown language.
    """
    if language and language not in LANGUAGES:
        raise ValueError(f"{language!r} is no language of a stemmer: {', '.join(LANGUAGES)}")
    if len(text) > limits.length:
        refuse(text, limits.length, _too_long(len(text), limits), _TWO)
    parsed = read_plain(text, language, limits) or _Parser(text, language, limits).query()
    if not synonyms.groups:
        return parsed
    root = synonyms.widened(parsed.root, language)
    return replace(parsed, root=root, notes=(*parsed.notes, *told(root)))


def _too_long(length: int, limits: Limits) -> Text:
    return text("That query has {length} characters; {most} is the most.", length=length, most=limits.length)


def _example(query: str) -> Text:
    return text("Example: {query}", query=code(query))


_EXAMPLE = _example("sanctions -russia")


class _Parser:
    """One pass over the tokens of one query."""

    def __init__(self, text: str, language: str, limits: Limits) -> None:
        self._text = text
        self._language = language
        self._limits = limits
        self._tokens = tokens(text)
        self._token = next(self._tokens)
        self._terms = 0
        self._notes: list[Text] = []
        self._loose: int | None = None
        """Where a side of an OR begins that only excludes, beside one that does not."""

    def query(self) -> Query:
        """Parse all of it."""
        if self._at(Mark.END):
            refuse(self._text, 0, _NOTHING, _EXAMPLE)
        root = self._or(None, 0)
        if self._at(Mark.CLOSE):
            self._refuse(text('That ")" closes nothing.'), text("Take it out, or open a ( before it."))
        if not self._at(Mark.END):
            self._missing("after")
        self._check(root)
        notes = (*self._notes, *_reading(root), *_both_wanted(root, self._language))
        return Query(self._text, normal(root), root, self._language, tuple(dict.fromkeys(notes)))

    def _check(self, root: Node) -> None:
        clash = contradiction(root)
        if clash is not None:
            shown = normal(clash)
            at = max(self._text.casefold().rfind(shown), 0)
            said = text("`{query}` and `-{query}` together match nothing.", query=shown)
            refuse(self._text, at, said, text("Take one out."))
        if anchored(root):
            return
        if self._loose is not None:
            said = text("This side of the OR only excludes, so it would match all else.")
            hint = text("Exclude from a word instead: {query}", query=code("sanctions -russia"))
            refuse(self._text, self._loose, said, hint)
        refuse(self._text, 0, _NOTHING, _EXAMPLE)

    def _or(self, field: Field | None, depth: int) -> Node:
        starts, parts = [self._token.at], [self._and(field, depth)]
        while self._at(Mark.OR):
            self._advance()
            starts.append(self._token.at)
            parts.append(self._and(field, depth))
        sides = list(map(anchored, parts))
        if any(sides) and not all(sides):
            self._loose = starts[sides.index(False)]
        return either(parts)

    def _and(self, field: Field | None, depth: int) -> Node:
        parts = [self._unary(field, depth)]
        while self._token.mark in _STARTS or self._at(Mark.AND):
            if self._at(Mark.AND):
                self._advance()
            parts.append(self._unary(field, depth))
        return both(parts)

    def _unary(self, field: Field | None, depth: int) -> Node:
        token = self._token
        if token.mark is Mark.WORD:
            self._advance()
            return self._leaf(token, field)
        if token.mark is Mark.NOT:
            self._advance()
            return negate(self._unary(field, self._deeper(token, depth)))
        if token.mark is Mark.FIELD:
            if field is not None:
                said = text('"{inner}:" stands inside "{outer}:".', inner=token.text, outer=field)
                self._refuse(said, text("Close the ( before it."))
            self._advance()
            return self._unary(Field(token.text), self._deeper(token, depth))
        if token.mark is Mark.OPEN:
            return self._group(field, self._deeper(token, depth))
        if token.mark not in _STARTS:
            self._missing("before" if token.mark in {Mark.OR, Mark.AND} else "after")
        self._advance()
        return self._leaf(token, field)

    def _group(self, field: Field | None, depth: int) -> Node:
        opened = self._token
        self._advance()
        if self._at(Mark.CLOSE):
            said = text("Those parentheses are empty.")
            refuse(self._text, opened.at, said, _example("(missile OR rocket)"))
        node = self._or(field, depth)
        if not self._at(Mark.CLOSE):
            example = _example("(missile OR rocket) launch")
            refuse(self._text, opened.at, text('That "(" is not closed.'), example)
        self._advance()
        return node

    def _leaf(self, token: Token, field: Field | None) -> Leaf:
        self._terms += 1
        if self._terms > self._limits.terms:
            said = text("That query has more than {most} words and phrases.", most=self._limits.terms)
            refuse(self._text, token.at, said, _TWO)
        leaf = self._found(token, field)
        if leaf is None:
            typed = " ".join(token.text.split()) or ('""' if token.mark in _PHRASES else self._text[token.at])
            said = text("`{word}` has no letter or digit to look for.", word=typed)
            refuse(self._text, token.at, said, _EXAMPLE)
        if isinstance(leaf, Term) and max(map(len, leaf.variants)) > MOST_WORDS:
            said = text("A phrase has {most} words or characters at most.", most=MOST_WORDS)
            refuse(self._text, token.at, said, text("Leave some out, or make two phrases."))
        if token.mark is Mark.WORD and token.text.casefold() in {"or", "and", "not"}:
            self._notes.append(
                text(
                    'I look for the word "{word}"; write {operator} to join words with it.',
                    word=token.text,
                    operator=token.text.upper(),
                )
            )
        return leaf

    def _found(self, token: Token, field: Field | None) -> Leaf | None:
        if token.mark in _PHRASES:
            if token.slop:
                if len(token.text.split()) > MOST_NEAR:
                    said = text("A near phrase has {most} words at most.", most=MOST_NEAR)
                    refuse(self._text, token.at, said, _example('"missile launch"~5'))
                return near_term(token.text, field, token.slop)
            return phrase_term(token.text, field, literal=token.mark is Mark.EXACT_PHRASE)
        term = word_term(token.text, _FORMS[token.mark], field)
        if term is not None and term.form is Form.PREFIX:
            if " " in term.shown:
                self._refuse_prefix(token, text('A "*" goes after a single word.'))
            last = term.variants[0][-1]
            if last.isascii() and len(last) < _SHORTEST_PREFIX:
                said = text(
                    "`{prefix}*` would match too much: give {least} letters or more.",
                    prefix=token.text,
                    least=_SHORTEST_PREFIX,
                )
                self._refuse_prefix(token, said)
        return term

    def _refuse_prefix(self, token: Token, message: Text) -> NoReturn:
        refuse(self._text, token.at, message, _example("sanction*"))

    def _at(self, mark: Mark) -> bool:
        return self._token.mark is mark

    def _deeper(self, token: Token, depth: int) -> int:
        if depth == self._limits.depth:
            said = text("That goes deeper than {depth} parentheses and NOTs.", depth=depth)
            refuse(self._text, token.at, said, text("Write it flatter."))
        return depth + 1

    def _missing(self, side: str) -> NoReturn:
        token = self._token
        if side == "before" or token.mark in {Mark.CLOSE, Mark.END}:
            example = _example("missile OR rocket")
            if token.mark is Mark.END:
                self._refuse(text("A word is missing before the end."), example)
            name = '")"' if token.mark is Mark.CLOSE else token.text or "|"
            self._refuse(text("A word is missing before {sign}.", sign=name), example)
        self._refuse(text("I cannot read on from here."), _EXAMPLE)

    def _refuse(self, message: Text, hint: Text) -> NoReturn:
        refuse(self._text, self._token.at, message, hint)

    def _advance(self) -> None:
        self._token = next(self._tokens)


def _both_wanted(root: Node, language: str) -> Iterator[Text]:
    """Tell of a word that is excluded in one form and asked for in another: nothing can meet both."""
    parts = root.parts if isinstance(root, And) else ()
    if not any(isinstance(part, Not) and _is_stemmed(part.part) for part in parts):
        return
    language = language or DEFAULT_LANGUAGE
    asked = {(term.field, term.variants_in(language)): term for term in parts if _is_stemmed(term)}
    for part in parts:
        if isinstance(part, Not) and _is_stemmed(part.part):
            term = asked.get((part.part.field, part.part.variants_in(language)))
            if term is not None:
                shown = part.part.shown
                alone = in_field(term.field, f"={shown.removeprefix(f'{term.field}:')}")
                yield text(
                    "`{asked}` and `{excluded}` are forms of one word, so nothing may meet both; "
                    "write `-{alone}` to exclude that form alone.",
                    asked=term.shown,
                    excluded=shown,
                    alone=alone,
                )


def _is_stemmed(node: Node) -> TypeGuard[Term]:
    return isinstance(node, Term) and node.form is Form.STEM


def _reading(root: Node) -> tuple[Text, ...]:
    """Say how an exclude inside an OR was read, since many mean it for both sides."""
    if not isinstance(root, Or):
        return ()
    for part in root.parts:
        if isinstance(part, And) and any(isinstance(inner, Not) for inner in part.parts):
            return (
                text("An exclude counts for its side of the OR only: I read `{query}`.", query=normal(root)),
            )
    return ()
