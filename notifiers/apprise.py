"""Apprise: one address for each of some hundred services that have no channel of their own here."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError

from notifiers.port import FREE, Limits, Message, Part, Receipt, Unknown
from notifiers.secret import Secret

_BODY, _TITLE = 4000, 250
_LEAST = 500
"""Characters. A service with room for less gets its message in pieces."""
_QUIETED = {"apprise": logging.CRITICAL + 1, "urllib3": logging.INFO}
"""Loggers of addresses, which are secrets."""


class Apprise:
    """Hands a plain text to the library, which tells of a failure only that there was one.

    Whether the service took the message then is not known: every failure is an unknown outcome.
    """

    kind = "apprise"
    parts: Mapping[str, Part] = MappingProxyType(
        {"title": Part("text", _TITLE, complete=False), "body": Part("text", _BODY)}
    )

    class Options(BaseModel):
        """Options of an apprise destination."""

        model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

        url: Secret
        """The service in apprise's way of writing, such as `ntfys://host/topic`; it holds the log-in, too.
        Needs `pip install '.[apprise]'`."""

        @property
        def address(self) -> str:
            """Always `apprise`: the address proper is a secret."""
            return "apprise"

        @field_validator("url")
        @classmethod
        def _is_known(cls, url: Secret) -> Secret:
            if find_spec("apprise") is None:
                words = "apprise is missing: in the folder of watcher, pip install '.[apprise]'"
                raise PydanticCustomError("apprise", "{words}", {"words": words})
            if not url.is_missing and _service(url) is None:
                raise PydanticCustomError("secret", "this is no address that apprise knows")
            return url

    def __init__(self, options: Options) -> None:
        self._service = _service(options.url)
        room = getattr(self._service, "body_maxlen", _BODY)
        self.parts = {**type(self).parts, "body": Part("text", max(_LEAST, min(_BODY, room)))}

    def limits(self, to: str) -> Limits:  # noqa: ARG002 - part of the port
        """Return none: what the service behind it takes, only the library knows."""
        return FREE

    async def send(self, to: str, message: Message) -> Receipt:  # noqa: ARG002 - the options say where to
        """Hand it over and wait. Raises `Unknown` for anything but success."""
        sender = _library().Apprise()
        sender.add(self._service)
        parts = message.parts
        try:
            taken = await sender.async_notify(body=parts["body"], title=parts["title"], body_format="text")
        except Exception as error:  # noqa: BLE001 - the port promises a DeliveryError, nothing else
            raise Unknown(f"apprise failed: {type(error).__name__}") from None
        if not taken:
            raise Unknown("apprise could not send it, and does not say why")
        return Receipt()

    async def find(self, to: str, key: str) -> Receipt | None:  # noqa: ARG002 - part of the port
        """Return None: nothing is read back."""
        return None

    async def close(self) -> None:
        """Do nothing: the library keeps no connection."""


def _library() -> Any:
    """Import apprise when it is first used: it is an optional extra, and reads a hundred plugins."""
    for name, level in _QUIETED.items():
        logging.getLogger(name).setLevel(level)
    return import_module("apprise")


def _service(url: Secret) -> Any:
    """Return the service that an address names, None for an address that apprise does not know."""
    library = _library()
    service = library.Apprise.instantiate(url.reveal(), asset=library.AppriseAsset(app_id="watcher"))
    if service:
        service.overflow_mode = "split"
    return service or None
