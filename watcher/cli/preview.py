"""`watcher preview`: read a listing and show it. Needs no configuration and touches no store."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.output import print_json, screen
from watcher.cli.preview_document import document
from watcher.cli.preview_table import table
from watcher.cli.reading import read
from watcher.models import Kind


def preview(
    source: Annotated[str, typer.Argument(metavar="FILE_OR_URL", help="What to read.")],
    url: Annotated[str, typer.Option("--url", metavar="BASE", help="The address a file came from.")] = "",
    kind: Annotated[Kind | None, typer.Option("--kind", help="What it is, if not what it seems.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read a listing and show what was found. Needs no configuration, and remembers nothing."""
    reading = read(source, base=url, kind=kind)
    if as_json:
        print_json(document(reading))
    else:
        screen().print(table(reading))
