"""All that may be written in the file, read from the models: for suggestions and for the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from notifiers.registry import KINDS, load
from notifiers.secret import Secret
from watcher.config.destinations import Destination
from watcher.config.places import Place, value_at
from watcher.config.settings import Settings

Fields = Mapping[str, FieldInfo]

OPTIONS = "options"
"""The field of a destination that the file does not have: its keys stand in the destination's own block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table of the file and its keys."""

    path: str
    """Dotted, such as `bot.telegram`."""
    model: type[BaseModel]
    repeated: bool = False
    """Written with two brackets, as often as wanted."""
    kind: str = ""
    """For the own keys of a kind of destination: the kind."""

    @property
    def header(self) -> str:
        """The line that opens it."""
        return f"[[{self.path}]]" if self.repeated else f"[{self.path}]"

    @property
    def has_free_keys(self) -> bool:
        """Whether its keys are names of the user's own."""
        return self.model.model_config.get("extra") == "allow"

    @property
    def fields(self) -> Fields:
        """Its keys that hold a value."""
        return {
            key: field
            for key, field in self.model.model_fields.items()
            if model_of(field) is None and not (self.model is Destination and key == OPTIONS)
        }


def sections() -> Iterator[Section]:
    """Return every table; after the destinations, the own keys of each kind of them."""
    for section in tables():
        yield section
        if section.model is Destination:
            yield from (
                Section(path=section.path, model=load(kind).Options, repeated=True, kind=kind)
                for kind in KINDS
            )


def tables(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[Section]:
    """Return every table that stands below a model, in the order of its fields."""
    for key, field in model.model_fields.items():
        inner = model_of(field)
        if inner is None or key == OPTIONS:
            continue
        section = Section(path=f"{prefix}{key}", model=inner, repeated=_is_list(field))
        if section.fields or section.has_free_keys:
            yield section
        yield from tables(inner, f"{section.path}.")


def fields_at(place: Place, raw: object) -> Fields:
    """Return the keys that may be written in the table at `place` of the file `raw`."""
    model: type[BaseModel] | None = Settings
    for step in place:
        if isinstance(step, int) or model is None:
            continue
        field = model.model_fields.get(step)
        model = None if field is None else model_of(field)
    if model is None:
        return {}
    if model is not Destination:
        return model.model_fields
    kind = value_at((*place, "kind"), raw)
    own = load(kind).Options.model_fields if isinstance(kind, str) and kind in KINDS else {}
    return {**{key: field for key, field in model.model_fields.items() if key != OPTIONS}, **own}


def model_of(field: FieldInfo) -> type[BaseModel] | None:
    """Return the model of a field that is a table or a list of tables, None for a plain value."""
    return next(
        (
            part
            for part in parts_of(field.annotation)
            if isinstance(part, type) and issubclass(part, BaseModel)
        ),
        None,
    )


def holds_secret(field: FieldInfo) -> bool:
    """Tell whether a field's value must not be shown."""
    return Secret in parts_of(field.annotation)


def _is_list(field: FieldInfo) -> bool:
    return any(get_origin(part) is tuple for part in (field.annotation, *get_args(field.annotation)))


def parts_of(annotation: object) -> Iterator[object]:
    """Walk through a type and what it is made of, `None` left out."""
    if annotation is not NoneType:
        yield annotation
    for part in get_args(annotation):
        yield from parts_of(part)
