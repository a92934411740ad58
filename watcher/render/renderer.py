"""Templates from folders, rendered strictly, escaped by the suffix of their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path

from jinja2 import FileSystemLoader, Template
from jinja2.sandbox import SandboxedEnvironment

from notifiers.port import Part
from watcher.errors import TemplateError
from watcher.models import Event
from watcher.render.faults import Missing, explain, refuse_stray_files, refuse_unknown_names
from watcher.render.markup import DIALECTS, Dialect, clean, functions, map_texts
from watcher.shorten import FULL, cut_view, fit, keep_articles
from watcher.view import View
from watcher.view.samples import samples

MOST_ARTICLES = 400
"""In one message; no channel's limit leaves room for more, and rendering takes time."""

JINJA_GLOBALS = ("cycler", "joiner", "namespace", "range")
"""What stays of Jinja's own functions."""


def builtin_folder() -> Path:
    """Return the folder of the templates we ship: package data when installed, the checkout's otherwise."""
    package = Path(__file__).parents[1]
    installed = package / "builtin" / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


class Renderer:
    """Renders with the first `<kind>/<event>/<part>.<suffix>` found in `folders`, then in our own.

    Templates are read once: what `check` has passed is what is used from then on.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = tuple(folders)
        search = [*self._folders, builtin_folder()]
        self._environments = {name: _environment(search, dialect) for name, dialect in DIALECTS.items()}

    def render(self, event: Event, kind: str, parts: Mapping[str, Part], view: View) -> Mapping[str, str]:
        """Render every part of a message for a kind of channel, each within its limit.

        Raises `TemplateError` for a template that is missing, breaks, or cannot be made to fit.
        """
        plain = map_texts(cut_view(keep_articles(view, MOST_ARTICLES), FULL), clean)
        return {name: self._part(event, kind, name, part, plain) for name, part in parts.items()}

    def check(self, kind: str, parts: Mapping[str, Part]) -> None:
        """Render each event with samples. Raises `TemplateError` for the first mistake in a template."""
        suffixes = {name: DIALECTS[part.markup].suffix for name, part in parts.items()}
        for folder in self._folders:
            refuse_stray_files(folder / kind, suffixes)
        for event in Event:
            for name, part in parts.items():
                environment = self._environments[part.markup]
                template = self._template(event, kind, name, part)
                refuse_unknown_names(environment, template, _names(event))
            for view in samples(event):
                self.render(event, kind, parts, view)

    def _part(self, event: Event, kind: str, name: str, part: Part, view: View) -> str:
        template = self._template(event, kind, name, part)
        render = partial(_render, template, DIALECTS[part.markup])
        text = fit(view, render, lambda rendered: part.measure(rendered) <= part.limit)
        if text is None:
            raise TemplateError(f"{template.filename}: longer than {part.limit} even with the shortest texts")
        return text

    def _template(self, event: Event, kind: str, name: str, part: Part) -> Template:
        path = f"{kind}/{event}/{name}.{DIALECTS[part.markup].suffix}"
        try:
            return self._environments[part.markup].get_template(path)
        except Exception as error:
            raise explain(error, path) from error


def _render(template: Template, dialect: Dialect, view: View) -> str:
    safe = map_texts(view, dialect.escape) if dialect.escape else view
    context = {field.name: getattr(safe, field.name) for field in fields(safe)}
    try:
        return template.render(context).strip()
    except Exception as error:
        raise explain(error, template.filename or "") from error


def _names(event: Event) -> frozenset[str]:
    return frozenset(field.name for field in fields(samples(event)[0]))


def _environment(folders: Sequence[Path], dialect: Dialect) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=Missing,
        autoescape=dialect.autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    kept = {name: environment.globals[name] for name in JINJA_GLOBALS}
    environment.globals = {**kept, **functions(dialect)}
    return environment
