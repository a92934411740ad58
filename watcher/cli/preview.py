"""`watcher preview`: read a listing and show it. Needs no configuration and touches no store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from watcher.cli.explanation_document import explanation_document
from watcher.cli.explanation_text import explanation_text
from watcher.cli.feed_offer import Offer, offers
from watcher.cli.output import print_json, say, screen
from watcher.cli.preview_document import document
from watcher.cli.preview_table import table
from watcher.cli.reading import Found, Reading, find, is_address, read
from watcher.cli.select_option import SelectOption, chosen
from watcher.errors import ReadError
from watcher.extract.explained import explain
from watcher.models import Kind, Select


def preview(
    source: Annotated[str, typer.Argument(metavar="FILE_OR_URL", help="What to read.")],
    url: Annotated[str, typer.Option("--url", metavar="BASE", help="The address a file came from.")] = "",
    kind: Annotated[Kind | None, typer.Option("--kind", help="What it is, if not what it seems.")] = None,
    select: SelectOption = None,
    *,
    explained: Annotated[
        bool, typer.Option("--explain", help="Show why it was read so, and how to correct it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read a listing and show what was found. Needs no configuration, and remembers nothing."""
    selectors = chosen(select or ())
    found = find(source, base=url)
    if as_json:
        reading = read(found, kind, selectors)
        shown = document(reading)
        if explained:
            shown["explain"] = explanation_document(explain(found.page, kind), _offers(found, reading))
        print_json(shown)
    elif explained:
        _explain(found, kind, selectors)
    else:
        screen().print(table(read(found, kind, selectors)))


def _explain(found: Found, kind: Kind | None, selectors: Select | None) -> None:
    """Show a reading and its reasons; of a page that is no listing, what it could have been."""
    try:
        reading = read(found, kind, selectors)
    except ReadError:
        _say(explanation_text(explain(found.page, kind), selected=selectors is not None))
        raise
    screen().print(table(reading))
    offered = _offers(found, reading)
    reasons = explain(found.page, kind)
    _say(explanation_text(reasons, reading.listing, offered, selected=selectors is not None))


def _offers(found: Found, reading: Reading) -> tuple[Offer, ...]:
    """Compare linked feeds with a page; one that came from a file has nothing fetched for it."""
    return offers(reading) if is_address(found.source) else ()


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)
