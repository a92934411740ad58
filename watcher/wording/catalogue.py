"""Reads a catalogue as translators write it, gettext's PO file: no step of a build makes another form of it.

Only what catalogues here have: texts with and without a plural, over several lines; comments are passed over.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from gettext import c2py

_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr(?:\[\d+\])?) )?(".*")')
_PLURAL = re.compile(r"plural=([^;]+);")


class Catalogue:
    """The texts of one language; what it does not have stays as it is."""

    def __init__(self, text: str) -> None:
        """Read it. Raises `ValueError` for a line that is none of a catalogue."""
        self._texts = {entry["msgid"]: entry for entry in entries(text)}
        header = self._texts.pop("", {}).get("msgstr", "")
        plural = _PLURAL.search(header)
        self._form = c2py(plural[1].strip() if plural else "n != 1")

    def gettext(self, message: str) -> str:
        """Return a template in this language."""
        return self._texts.get(message, {}).get("msgstr") or message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the template for a number."""
        found = self._texts.get(one, {}).get(f"msgstr[{self._form(count)}]")
        return found or (one if count == 1 else many)


def entries(text: str) -> Iterator[dict[str, str]]:
    """Yield each entry, by the names of its parts."""
    for block in re.split(r"\n\s*\n", text.strip()):
        entry: dict[str, str] = {}
        part = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            found = _LINE.fullmatch(line.strip())
            if not found:
                raise ValueError(f"no line of a catalogue: {line}")
            part = found[1] or part
            entry[part] = entry.get(part, "") + str(ast.literal_eval(found[2]))
        if "msgid" in entry:
            yield entry
