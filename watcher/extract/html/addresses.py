"""Addresses as a page writes them, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from watcher.extract.html.tree import Tree

_LONGEST = 4_000
_NO_TARGET = ("javascript:", "mailto:", "tel:", "sms:", "data:", "about:", "whatsapp:", "viber:")


class Addresses:
    """Resolves the addresses of one page."""

    def __init__(self, page_url: str, tree: Tree) -> None:
        declared = next((n.attrs.get("href", "") for n in tree.meta if n.tag == "base"), "")
        self.page = page_url
        self.base = join(page_url, declared.strip()) if declared else page_url

    def resolve(self, href: str) -> str | None:
        """Return the absolute address, or None where `href` leads nowhere but to this page or a program."""
        href = "".join(href[:_LONGEST].split("\n")).strip()
        if not href or href.startswith("#") or href.lower().startswith(_NO_TARGET):
            return None
        return join(self.base, href)

    def is_page(self, address: str) -> bool:
        """Tell whether `address` is the page's own."""
        return address.split("#", 1)[0].rstrip("/") == self.page.split("#", 1)[0].rstrip("/")


def join(base: str, href: str) -> str:
    """Resolve `href` against `base`; what cannot be resolved stays as it is."""
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def key(address: str) -> str:
    """Return what is left of an address without scheme, `www.`, fragment and trailing slash."""
    return address.split("#", 1)[0].split("://", 1)[-1].removeprefix("www.").rstrip("/")


def is_front(address: str) -> bool:
    """Tell whether `address` is a site's front page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query


def host(address: str) -> str:
    """Return the host without `www.`, or an empty text."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
