"""The fixtures as documents that can be changed, with the elements of their records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

from tests.extract.html.test_fixtures import PAGES, load
from watcher.errors import ReadError
from watcher.extract.html import read
from watcher.extract.html.analysis import Analysis
from watcher.extract.html.choice import chosen
from watcher.models import Page

FEWEST = 6
"""Records of a page of which something can be left out."""
_TELLING = 30
"""Characters of a title by which its record is found again."""


@dataclass(frozen=True, slots=True)
class Original:
    """A page as it was saved, and how it is read."""

    name: str
    page: Page
    text: str
    titles: tuple[str, ...]
    analysis: Analysis

    def opened(self) -> tuple[HtmlElement, list[HtmlElement]]:
        """Parse the page anew; return its root and its records, none where these are not to be found."""
        best = self.analysis.ranked[0]
        document = html.document_fromstring(self.page.body)
        elements = [e for e in document.iter() if isinstance(e.tag, str)]
        found: list[HtmlElement] = []
        place = 0
        for root, title in zip(best.candidate.roots, best.candidate.titles, strict=True):
            said = _folded(self.analysis.tree.text_of(title))[:_TELLING]
            while place < len(elements):
                element = elements[place]
                place += 1
                like = element.tag == root.tag and dict(element.attrib) == root.attrs
                if like and said in _folded(element.text_content()):
                    found.append(element)
                    break
        return document, found if len(found) == len(self.titles) else []


def originals() -> Iterator[Original]:
    """Yield every fixture that is read as a list of several records, each of them one element."""
    for path in PAGES:
        page, text = load(path)
        try:
            titles = tuple(item.title for item in read(page, text).items)
        except ReadError:
            continue
        if len(titles) >= FEWEST:
            original = Original(path.stem, page, text, titles, chosen(page, text))
            if original.opened()[1]:
                yield original


def titles_of(page: Page, document: HtmlElement) -> tuple[str, ...] | None:
    """Read a changed document; None where it is refused, which is told to an operator."""
    text = html.tostring(document, encoding="unicode")
    changed = Page(url=page.url, body=text.encode(), fetched_at=page.fetched_at)
    try:
        return tuple(item.title for item in read(changed, text).items)
    except ReadError:
        return None


def _folded(text: str) -> str:
    return " ".join(text.split())
