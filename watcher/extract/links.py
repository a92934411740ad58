"""Addresses found on a page, made absolute."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

_ADDRESS = re.compile(r"(?:https?:)?//[^\s/]+\S*|/[^\s/].*", re.IGNORECASE)
_SAFE = "%/:=&?~#+!$,;'@()*[]"
"""Left as they are: everything that an address may hold; white space and the rest are escaped."""


def is_address(text: str) -> bool:
    """Tell whether the whole of `text` is an address, or a path from the root of a site."""
    return _ADDRESS.fullmatch(text) is not None


def address_in(identity: str) -> str:
    """Return an id that is a whole web address, empty for any other: what has no link may have it there."""
    return identity if identity.startswith(("http://", "https://")) else ""


def absolute(base: str, href: str | None) -> str | None:
    """Return `href` seen from `base`, http(s) only; None where it leads nowhere.

    Where `base` is empty, a relative `href` stays as it is.
    """
    href = (href or "").strip()
    if not href or href.startswith("#"):
        return None
    try:
        joined = urljoin(base, href)
        scheme = urlsplit(joined).scheme
    except ValueError:
        return None
    if scheme not in ("http", "https") and (scheme or base):
        return None
    return quote(
        joined,
        safe=_SAFE + "".join(c for c in joined if not c.isascii() and c.isprintable() and not c.isspace()),
    )
