"""The console, or a file: every message as plain text, for trying things out and for pipes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from notifiers.port import FREE, Limits, Message, Part, Receipt, Refused


class Console:
    """Writes to standard output, or to the end of a file."""

    kind = "console"
    parts: Mapping[str, Part] = MappingProxyType({"body": Part("text", 100_000)})

    class Options(BaseModel):
        """Options of a console destination."""

        model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

        path: Path | None = None
        """The file to append to, from the configuration's folder; standard output where there is none."""

        @property
        def address(self) -> str:
            """The path, or `stdout`."""
            return str(self.path or "stdout")

        @field_validator("path")
        @classmethod
        def _beside_the_configuration(cls, path: Path | None, info: ValidationInfo) -> Path | None:
            folder: Path = (info.context or {}).get("folder", Path())
            return path and folder / path.expanduser()

    def __init__(self, options: Options) -> None:
        self._path = options.path

    def limits(self, to: str) -> Limits:  # noqa: ARG002 - part of the port
        """Return none."""
        return FREE

    async def send(self, to: str, message: Message) -> Receipt:  # noqa: ARG002 - there is one place to write to
        """Write the message and an empty line. Raises `Refused` where that fails."""
        try:
            await asyncio.to_thread(self._write, message.parts["body"] + "\n\n")
        except OSError as error:
            raise Refused(f"cannot write: {error.strerror or type(error).__name__}") from error
        return Receipt()

    async def find(self, to: str, key: str) -> Receipt | None:  # noqa: ARG002 - part of the port
        """Return None: nothing is read back."""
        return None

    async def close(self) -> None:
        """Do nothing: no file stays open."""

    def _write(self, text: str) -> None:
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(text)
            return
        # A terminal that cannot show a character must not cost the alert.
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
