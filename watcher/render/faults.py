"""What is wrong with a template, in one line: its file, its line, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType

from jinja2 import (
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)

from watcher.errors import TemplateError
from watcher.models import Event


class Missing(StrictUndefined):
    """A name that is not there: any use of it raises, and the message says what may have been meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint or not is_dataclass(self._undefined_obj):
            return super()._undefined_message
        owner = type(self._undefined_obj).__name__.removesuffix("View").lower()
        known = [field.name for field in fields(self._undefined_obj)]
        name = str(self._undefined_name)
        return f"this {owner} has no '{name}'{_suggest(name, known)}"


def explain(error: Exception, file: str) -> TemplateError:
    """Turn whatever a template raised into a `TemplateError` that names the place."""
    if isinstance(error, TemplateError):
        return error
    if isinstance(error, TemplateSyntaxError):
        return TemplateError(f"{error.filename or file}:{error.lineno}: {error.message}")
    place, line = _place(error.__traceback__, file)
    if isinstance(error, TemplateNotFound):
        return TemplateError(f"{place}:{line}: there is no template {error.name}".replace(":0:", ":"))
    return TemplateError(f"{place}:{line}: {str(error) or type(error).__name__}")


def refuse_unknown_names(environment: Environment, template: Template, known: frozenset[str]) -> None:
    """Raise for a name that no view of this event has, also in branches that a sample does not reach."""
    source = Path(template.filename or "").read_text(encoding="utf-8")
    tree = environment.parse(source)
    unknown = meta.find_undeclared_variables(tree) - known - environment.globals.keys() - _defined(tree)
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            hint = _suggest(node.name, known | environment.globals.keys())
            raise TemplateError(f"{template.filename}:{node.lineno}: '{node.name}' is unknown{hint}")


def _defined(tree: nodes.Template) -> set[str]:
    """Return the names a template imports, sets or defines: Jinja's analysis misses them inside blocks."""
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    names |= {node.name for node in tree.find_all(nodes.Macro)}
    names |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in node.names}
    return names


def refuse_stray_files(folder: Path, suffixes: Mapping[str, str]) -> None:
    """Raise for a file of an override folder that nothing would ever use; `_*` are the user's own helpers."""
    wanted = {f"{event}/{part}.{suffix}" for event in Event for part, suffix in suffixes.items()}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.name.startswith(("_", ".")) and name not in wanted:
            raise TemplateError(f"{path}: nothing uses this template{_suggest(name, wanted)}")


def _place(trace: TracebackType | None, file: str) -> tuple[str, int]:
    """Return the innermost template file and line of a traceback, which Jinja has rewritten to show them."""
    place, line = file, 0
    while trace:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            place, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return place, line


def _suggest(name: str, known: Iterable[str]) -> str:
    ordered = sorted(known)
    close = get_close_matches(name, ordered, n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; known are {', '.join(ordered)}"
