"""`[sources.select]`: CSS for the rare page whose list is not found without."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from watcher.config.fields import Table
from watcher.extract.selected.selector import compiled
from watcher.models import Select


def mistake_in(field: str, text: str) -> str:
    """Return what is wrong with the selector of a field, or nothing."""
    try:
        attribute = compiled(text).attribute
    except ValueError as error:
        return str(error)
    whole = field == "item" and attribute is not None
    return "a record is an element: leave the @ and the attribute out" if whole else ""


def parse_selector(text: str, info: ValidationInfo) -> str:
    """Check a selector; the mistake says what is wrong with it."""
    if words := mistake_in(str(info.field_name), text):
        raise PydanticCustomError("selector", "{words}", {"words": words})
    return text


Selector = Annotated[str, AfterValidator(parse_selector)]


class SelectBlock(Table):
    """CSS selectors for a page whose list is not found without; `preview --explain` writes this block.

    Each is a selector as a style sheet has it, with an attribute as `selector@attribute` if its value is
    wanted and not the text; `@attribute` alone is one of the item itself. What is left out is read as on
    any page. A selector that finds nothing is a failed poll, never an empty one.
    """

    item: Selector
    """The records: one element each, or the first element of each where they are not wrapped."""
    title: Selector | None = None
    """The title within a record; its link is the record's."""
    link: Selector | None = None
    """The link, or an element around it."""
    summary: Selector | None = None
    """The summary; several matches are joined."""
    author: Selector | None = None
    """The authors."""
    date: Selector | None = None
    """The date, by its `datetime` or its text."""
    label: Selector | None = None
    """The labels; a page without any is no failure."""
    image: Selector | None = None
    """The picture; a page without any is no failure."""
    next_page: Selector | None = None
    """The link to the next page, anywhere on the page; a page without it is the last one."""

    def chosen(self) -> Select:
        """Return it as the reader takes it."""
        return Select(**self.model_dump(exclude_none=True))
