"""What the tables are made of: their base, and the types of their small fields."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, Strict, ValidationInfo
from pydantic import Field as Field
from pydantic_core import PydanticCustomError

from notifiers.secret import Secret
from watcher.config.suggest import closest_timezone

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class Table(BaseModel):
    """A table of the file: immutable, and every key in it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


def parse_name(value: object) -> str:
    """Check a name: what commands, logs and the paths of mistakes call a thing by."""
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    raise PydanticCustomError("name", "write up to 64 of the characters a-z A-Z 0-9 - _")


def parse_url(value: object) -> str:
    """Check that it is an http or https address with a host, and holds no password."""
    if not isinstance(value, str) or not is_web_address(value):
        raise PydanticCustomError("url", "write an address such as https://example.org/news")
    if "@" in urlsplit(value).netloc:
        raise PydanticCustomError("secret", "passwords stay out of addresses: send one in a header")
    return value


def is_web_address(text: str) -> bool:
    """Tell whether a text is an http or https address with a host."""
    try:
        parts = urlsplit(text)
        port_is_right = parts.port != 0
    except ValueError:
        return False
    unbroken = not any(char.isspace() for char in text)
    return unbroken and port_is_right and parts.scheme in {"http", "https"} and bool(parts.hostname)


def parse_timezone(value: object) -> ZoneInfo:
    """Look up a zone of the IANA database by its name."""
    if isinstance(value, ZoneInfo):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("timezone", "write the name of a timezone, such as Asia/Seoul")
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        found = closest_timezone(value)
        hint = f'did you mean "{found}"?' if found else "write a name such as Asia/Seoul"
        raise PydanticCustomError("timezone", "no such timezone; {hint}", {"hint": hint}) from None


def parse_path(value: object, info: ValidationInfo) -> Path:
    """Read a path; a relative one starts at the folder of the configuration file."""
    if not isinstance(value, str | Path) or not str(value).strip():
        raise PydanticCustomError("path", "write a path in quotes")
    folder: Path = (info.context or {}).get("folder", Path())
    return folder / Path(value).expanduser()


def parse_folder(value: object, info: ValidationInfo) -> Path:
    """Read the path of a folder, which must be there."""
    path = parse_path(value, info)
    if not path.is_dir():
        raise PydanticCustomError("folder", "there is no folder {path}", {"path": str(path)})
    return path


def parse_headers(value: object) -> object:
    """Let header values be plain texts as well as `env:NAME` and `file:PATH`; none of them is ever shown."""
    if not isinstance(value, dict):
        return value
    for name in value:
        if not _HEADER_NAME.fullmatch(name):
            raise PydanticCustomError("header", "{name} is not a header's name", {"name": repr(name)})
    return {name: _header_text(text) for name, text in value.items()}


def _header_text(value: object) -> object:
    if not isinstance(value, str) or value.startswith(("env:", "file:")):
        return value
    if not value.isprintable():
        raise PydanticCustomError("secret", "a header's value is one line of printable characters")
    return Secret(value)


Name = Annotated[str, PlainValidator(parse_name)]
Url = Annotated[str, PlainValidator(parse_url)]
Timezone = Annotated[ZoneInfo, PlainValidator(parse_timezone)]
FilePath = Annotated[Path, PlainValidator(parse_path)]
FolderPath = Annotated[Path, PlainValidator(parse_folder)]
Headers = Annotated[dict[str, Secret], BeforeValidator(parse_headers)]
Names = Annotated[tuple[str, ...], Strict(strict=False)]
"""A TOML array of texts."""
Numbers = Annotated[tuple[int, ...], Strict(strict=False)]
"""A TOML array of whole numbers."""
