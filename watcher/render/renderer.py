"""Templates from folders, rendered strictly, escaped by the suffix of their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from jinja2 import FileSystemLoader, Template
from jinja2.sandbox import SandboxedEnvironment

from notifiers.port import Part
from watcher.errors import TemplateError
from watcher.models import Event
from watcher.render import tongue
from watcher.render.faults import Missing, explain, refuse_stray_files, refuse_unknown_names
from watcher.render.markup import DIALECTS, Dialect, clean, functions, map_texts
from watcher.view import View
from watcher.view.samples import samples
from watcher.view.shorten import FULL, LADDER, READABLE, count_articles, cut_view, fit, keep_articles
from watcher.wording.speech import LANGUAGES, language_for

MOST_ARTICLES = 400
"""In one message; no channel's limit leaves room for more, and rendering takes time."""

JINJA_GLOBALS = ("cycler", "joiner", "namespace", "range")
"""What stays of Jinja's own functions."""


def builtin_folder() -> Path:
    """Return the folder of the templates we ship: package data when installed, the checkout's otherwise."""
    package = Path(__file__).parents[1]
    installed = package / "builtin" / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in parts."""

    parts: Mapping[str, str]
    shown: int
    """How many articles, from the first on, stand in every part that is to be complete."""


class Renderer:
    """Renders with the first `<kind>/<event>/<part>.<suffix>` found in `folders`, then in our own.

    Templates are read once: what `check` has passed is what is used from then on.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = tuple(folders)
        search = [*self._folders, builtin_folder()]
        self._environments = {
            (language, name): _environment(search, dialect, language)
            for language in LANGUAGES
            for name, dialect in DIALECTS.items()
        }

    def render(
        self, event: Event, kind: str, parts: Mapping[str, Part], view: View, locale: str = ""
    ) -> Mapping[str, str]:
        """Render every part of a message for a kind of channel, each within its limit, in a language.

        Raises `TemplateError` for a template that is missing, breaks, or cannot be made to fit.
        """
        return self.rendered(event, kind, parts, view, locale).parts

    def rendered(
        self, event: Event, kind: str, parts: Mapping[str, Part], view: View, locale: str = ""
    ) -> Rendered:
        """Render as `render` does, and say how many of the articles had room."""
        plain = map_texts(cut_view(keep_articles(view, MOST_ARTICLES), FULL), clean)
        language = language_for(locale)
        templates = {name: self._template(event, kind, name, part, language) for name, part in parts.items()}
        made = {name: _part(templates[name], part, plain) for name, part in parts.items()}
        shown = [shown for name, (_, shown) in made.items() if parts[name].complete]
        return Rendered({name: text for name, (text, _) in made.items()}, min(shown, default=0))

    def check(self, kind: str, parts: Mapping[str, Part]) -> None:
        """Render each event with samples. Raises `TemplateError` for the first mistake in a template."""
        suffixes = {name: DIALECTS[part.markup].suffix for name, part in parts.items()}
        for folder in self._folders:
            refuse_stray_files(folder / kind, suffixes)
        for event in Event:
            for name, part in parts.items():
                environment = self._environments["en", part.markup]
                template = self._template(event, kind, name, part, "en")
                refuse_unknown_names(environment, template, _names(event))
            for view in samples(event):
                self.render(event, kind, parts, view)

    def _template(self, event: Event, kind: str, name: str, part: Part, language: str) -> Template:
        path = f"{kind}/{event}/{name}.{DIALECTS[part.markup].suffix}"
        try:
            return self._environments[language, part.markup].get_template(path)
        except Exception as error:
            raise explain(error, path) from error


def _part(template: Template, part: Part, view: View) -> tuple[str, int]:
    """Return a part and how many articles have room in it."""
    articles: dict[str, int] = {}

    def render(shorter: View) -> str:
        text = _render(template, DIALECTS[part.markup], shorter)
        articles[text] = count_articles(shorter)
        return text

    def fits(rendered: str) -> bool:
        return part.measure(rendered) <= part.limit

    text = fit(view, render, fits, READABLE if part.complete else LADDER)
    text = text if text is not None else fit(keep_articles(view, 1), render, fits)
    if text is None:
        raise TemplateError(f"{template.filename}: longer than {part.limit} even with the shortest texts")
    return text, articles[text]


def _render(template: Template, dialect: Dialect, view: View) -> str:
    safe = map_texts(view, dialect.escape) if dialect.escape else view
    context = {field.name: getattr(safe, field.name) for field in fields(safe)}
    try:
        text = template.render(context).strip()
        if dialect.verify:
            dialect.verify(text)
    except Exception as error:
        raise explain(error, template.filename or "") from error
    return text


def _names(event: Event) -> frozenset[str]:
    return frozenset(field.name for field in fields(samples(event)[0]))


def _environment(folders: Sequence[Path], dialect: Dialect, language: str) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=Missing,
        autoescape=dialect.autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    kept = {name: environment.globals[name] for name in JINJA_GLOBALS}
    said = tongue.functions(language, escapes=dialect.autoescape)
    environment.globals = {**kept, **functions(dialect), **said, "language": language}
    return environment
