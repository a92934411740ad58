"""Pages of the web server: from templates/web, every text escaped."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from watcher.render import tongue
from watcher.render.renderer import builtin_folder


def page(name: str, language: str = "en", **values: object) -> str:
    """Return a page as HTML; `values` are what its template may use."""
    return _environment(language).get_template(f"{name}.html").render(values)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(builtin_folder() / "web"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= tongue.functions(language, escapes=True)
    environment.globals["language"] = language
    return environment
