"""Writes the reference of the configuration from its models.

`python -m watcher.config.reference > docs/configuration.md`
"""

from __future__ import annotations

import datetime as dt
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic.fields import FieldInfo

from watcher.config.catalogue import Section, parts_of, sections
from watcher.config.digests import days_text
from watcher.config.example import sample
from watcher.config.service import Listen
from watcher.config.units import duration_text, parse_size, size_text
from watcher.toml_text import toml_text

_PREFACE = """\
# Configuration

One TOML file, `config.toml` unless `--config` names another. `watcher init` writes a first one, `watcher
validate` lists every mistake in it, and `config.example.toml` shows every option at work.

- **Durations** carry their unit: `500ms`, `30s`, `5m`, `2h`, `7d`, or a sum such as `1h30m`.
- **Sizes** too, in powers of 1000: `500KB`, `10MB`, `1GB`.
- **Secrets** stay out of the file: `env:NAME` is read from the environment, `file:PATH` from a file. They
  are never printed.
- **Paths** that are relative start at the folder of the configuration file.
- **Timezones** are names of the IANA database, such as `Asia/Seoul`.

This page is written from the program: `python -m watcher.config.reference > docs/configuration.md`.
"""

_SHOWN: tuple[tuple[type, Callable[..., str]], ...] = (
    (dt.timedelta, duration_text),
    (dt.time, lambda value: f"{value:%H:%M}"),
    (frozenset, days_text),
    (Listen, str),
    (ZoneInfo, str),
    (Path, Path.as_posix),
)
"""Types of default values → how the file writes them, inside quotes."""


def page() -> str:
    """Return the page as Markdown."""
    return _PREFACE + "".join(map(_chapter, sections()))


def default_text(field: FieldInfo) -> str | None:
    """Return the default of a field as the file would write it, None where there is nothing to write."""
    default = field.get_default(call_default_factory=True, validated_data={})
    if field.is_required() or default is None:
        return None
    if any(getattr(part, "func", None) is parse_size for part in field.metadata):
        return toml_text(size_text(default))
    for kind, shown in _SHOWN:
        if isinstance(default, kind):
            return toml_text(shown(default))
    return toml_text(default)


def _chapter(section: Section) -> str:
    title = f"`{section.header}`" + (
        f", the keys of `kind = {toml_text(section.kind)}`" if section.kind else ""
    )
    lines = [f"\n## {title}\n", *_introduction(section)]
    if section.has_free_keys:
        return "\n".join(lines)
    lines += ["| key | default | |", "|---|---|---|"]
    lines += [
        f"| `{key}` | {_default(section, key)} | {_meaning(field)} |" for key, field in section.fields.items()
    ]
    return "\n".join(lines) + "\n"


def _introduction(section: Section) -> Iterator[str]:
    if not section.kind:
        yield f"{inspect.cleandoc(section.model.__doc__ or '')}\n"


def _default(section: Section, key: str) -> str:
    field = section.fields[key]
    if field.is_required():
        return f"required, such as `{toml_text(sample(section.path.split('.'), key, section.kind or None))}`"
    text = default_text(field)
    return "—" if text is None else f"`{text}`"


def _meaning(field: FieldInfo) -> str:
    choices = [
        toml_text(choice)
        for part in parts_of(field.annotation)
        if get_origin(part) is Literal
        for choice in get_args(part)
    ]
    words = " ".join((field.description or "").split())
    ending = f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else ""
    return f"{words}{ending}".replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
