"""A text that must not be shown: tokens, passwords, webhook addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class SecretMissing(LookupError):
    """A secret is needed that could not be read; the message says why."""


class Secret:
    """Prints as `***`; `reveal()` is the only way to the text.

    In a configuration it is written `env:NAME` or `file:PATH`. Validation reads it from the mapping
    `environ` and relative to the path `folder` of the validation context. Where the context says that
    `secrets_may_be_missing`, one that cannot be read is a mistake only once it is needed.
    """

    __slots__ = ("_missing", "_text")

    def __init__(self, text: str, *, missing: str = "") -> None:
        self._text = text
        self._missing = missing

    @property
    def is_missing(self) -> bool:
        """Tell whether it could not be read."""
        return bool(self._missing)

    def reveal(self) -> str:
        """Return the text itself. Raises `SecretMissing`."""
        if self._missing:
            raise SecretMissing(self._missing)
        return self._text

    @property
    def fingerprint(self) -> str:
        """What tells it from others and gives nothing of it away; empty for one that is missing."""
        return hashlib.sha256(self._text.encode()).hexdigest()[:12] if self._text else ""

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
        if not isinstance(value, str) or not value.startswith(("env:", "file:")):
            raise PydanticCustomError("secret", "secrets stay out of this file: write env:NAME or file:PATH")
        try:
            return cls(_read(value, context))
        except PydanticCustomError as error:
            if not context.get("secrets_may_be_missing"):
                raise
            return cls("", missing=error.message())


def _read(place: str, context: Mapping[str, Any]) -> str:
    kind, _, name = place.partition(":")
    if kind == "env":
        return _from_environment(name.strip(), context.get("environ", {}))
    return _from_file(context.get("folder", Path()) / name.strip())


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
