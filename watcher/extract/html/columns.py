"""The headings of a table's columns, and labels: what a title is, a page may say in words."""

from __future__ import annotations

import re

from watcher.extract.html.tree import Node, Tree

_LONGEST = 40
_CELLS = frozenset(("td", "th"))
_NAMES_TITLES = re.compile(
    r"^(?:(?:document|news|short|full|case) )?(?:titles?|headlines?|subjects?|topics?|captions?|titel|betreff"
    r"|thema|überschrift|bezeichnung|titres?|objet|intitulé|títulos?|asunto|titular|assunto|titolo|oggetto"
    r"|onderwerp|rubrik|ämne|emne|tittel|overskrift|otsikko|aihe|tytuł|temat|názov|název|titulek|předmět"
    r"|cím|tárgy|naslov|titlu|заголовок|название|наименование|тема|назва|заглавие|başlık|konu|τίτλος|θέμα"
    r"|제목|件名|題名|タイトル|标题|標題|题名|العنوان|الموضوع|عنوان|כותרת|נושא|หัวข้อ|ชื่อเรื่อง|เรื่อง"
    r"|tiêu đề|tên|judul|शीर्षक|विषय)\W*$",
    re.IGNORECASE,
)
_IS_TITLE = re.compile(
    r"^(?:(?:document|paper|case) )?(?:title|case name|headline|titel|titre|título|titolo|tittel|overskrift"
    r"|otsikko|tytuł|názov|název|cím|naslov|titlu|заголовок|название|назва|заглавие|başlık|τίτλος|제목|件名|題名|タイトル"
    r"|标题|標題|题名|العنوان|כותרת|ชื่อเรื่อง|tiêu đề|judul|शीर्षक) ?[:：]$",
    re.IGNORECASE,
)
"""A label before a title. Subjects and topics are more often what a record is about."""
_ROWS = 3
"""A head is looked for in the first so many rows."""


class Columns:
    """Finds the heading above a cell; a page's tables are looked at once each."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._heads: dict[int, list[str]] = {}
        self._any = "th" in tree.tags

    def __bool__(self) -> bool:
        """Tell whether any column of the page may have a heading."""
        return self._any

    def heading(self, node: Node, begin: int) -> str:
        """Return the heading of the column that `node` stands in, or nothing.

        `begin` is the index of the first element of its record, beyond which no cell is looked for.
        """
        if not self._any:
            return ""
        cell: Node | None = node
        while cell is not None and cell.tag not in _CELLS and cell.index > begin:
            cell = cell.parent
        if cell is None or cell.tag not in _CELLS or cell.parent is None:
            return ""
        head = self._head(cell.parent)
        place = self._tree.shifts.get(cell.index, 0)
        place += sum(_width(c) for c in cell.parent.children if c.tag in _CELLS and c.index < cell.index)
        return head[place] if place < len(head) else ""

    def _head(self, row: Node) -> list[str]:
        table = row.parent
        while table is not None and table.tag != "table":
            table = table.parent
        if table is None:
            return []
        if table.index not in self._heads:
            self._heads[table.index] = self._read(table)
        return self._heads[table.index]

    def _read(self, table: Node) -> list[str]:
        inside = self._tree.nodes[table.index : table.end]
        for row in [n for n in inside if n.tag == "tr"][:_ROWS]:
            cells = [c for c in row.children if c.tag in _CELLS]
            if len(cells) > 1 and all(c.tag == "th" for c in cells):
                return [text for c in cells for text in [self._tree.text_of(c)[:_LONGEST]] * _width(c)]
        return []


def is_title_column(columns: Columns, titles: list[Node]) -> bool:
    """Tell whether a first and a last title stand in columns that are headed as those of titles are."""
    return bool(columns) and all(
        _NAMES_TITLES.match(columns.heading(title, 0)) for title in (titles[0], titles[-1])
    )


def are_labelled(tree: Tree, titles: list[Node]) -> bool:
    """Tell whether a first and a last title begin with, or stand behind, a label that calls them so."""
    return all(_has_label(tree, title) for title in (titles[0], titles[-1]))


def _has_label(tree: Tree, title: Node) -> bool:
    first = title.first if title.last - title.first > 1 else title.first - 1
    return first >= 0 and _IS_TITLE.match(tree.tokens[first].text[:_LONGEST]) is not None


def _width(cell: Node) -> int:
    """Return how many columns a cell spans; nobody means more than a few."""
    span = cell.attrs.get("colspan", "")
    return min(int(span), 20) if span.isascii() and span.isdigit() and span != "0" and len(span) < 4 else 1
