"""A text that must not be shown: tokens, passwords, webhook addresses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Secret:
    """Prints as `***`; `reveal()` is the only way to the text.

    In a configuration it is written `env:NAME` or `file:PATH`. Validation reads it from the mapping
    `environ` and relative to the path `folder` of the validation context.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(cls._validate)

    @classmethod
    def _validate(cls, value: object, info: ValidationInfo) -> Secret:
        if isinstance(value, Secret):
            return value
        context: Mapping[str, Any] = info.context or {}
        if isinstance(value, str) and value.startswith("env:"):
            return cls(_from_environment(value[4:].strip(), context.get("environ", {})))
        if isinstance(value, str) and value.startswith("file:"):
            return cls(_from_file(context.get("folder", Path()) / value[5:].strip()))
        raise PydanticCustomError("secret", "secrets stay out of this file: write env:NAME or file:PATH")


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    text = environ.get(name, "").strip()
    if not text:
        raise PydanticCustomError("secret", "the environment variable {name} is not set", {"name": name})
    return text


def _from_file(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise PydanticCustomError(
            "secret", "cannot read {path}: {reason}", {"path": str(path), "reason": reason or "unreadable"}
        ) from None
    if not text:
        raise PydanticCustomError("secret", "{path} is empty", {"path": str(path)})
    return text
