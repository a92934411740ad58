"""Addresses found on a page, made absolute."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

_SAFE = "%/:=&?~#+!$,;'@()*[]"
"""Left as they are: everything that an address may hold; white space and the rest are escaped."""


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
