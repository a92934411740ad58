"""Addresses as a page writes them, made absolute."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property, lru_cache
from urllib.parse import urljoin, urlsplit

from watcher.extract.html.tree import Tree

_LONGEST = 4_000
_NUMBER = re.compile(r"\d+")
_NO_TARGET = ("javascript:", "mailto:", "tel:", "sms:", "data:", "about:", "whatsapp:", "viber:")
_PLAIN = r"[\w/%~@+,!$'()*-]*(?:\.[\w/%~@+,!$'()*-]+)*"
_QUERY = r"(?:\?[\w/%~@+,!$'()*.=&:-]+)?"
_ABSOLUTE = re.compile(rf"https?://[\w.:-]+(?:/{_PLAIN}{_QUERY})?", re.ASCII)
_FROM_ROOT = re.compile(rf"(?!.*/[./])/{_PLAIN}{_QUERY}", re.ASCII)
_FROM_HERE = re.compile(rf"(?!.*/[./])[\w%~@+,!$'()*-]{_PLAIN}{_QUERY}", re.ASCII)
"""What `urljoin` would leave as it is, or only put origin or folder before: nearly all of a listing."""


_ORIGIN = re.compile(r"https?://[\w.:-]+(?=/|$)", re.ASCII)


class Addresses:
    """Resolves the addresses of one page."""

    def __init__(self, page_url: str, tree: Tree) -> None:
        declared = next((n.attrs.get("href", "") for n in tree.meta if n.tag == "base"), "")
        self.page = page_url
        self.base = join(page_url, declared.strip()) if declared else page_url
        self._origin = _origin(self.base)
        self._folder = _folder(self.base, self._origin)
        self._known: dict[str, str | None] = {}
        self._links = tree.links

    def resolve(self, href: str) -> str | None:
        """Return the absolute address, or None where `href` leads nowhere but to this page or a program."""
        known = self._known
        if href not in known:
            known[href] = self._resolved(href)
        return known[href]

    def _resolved(self, href: str) -> str | None:
        href = href[:_LONGEST]
        if self._origin and _FROM_ROOT.fullmatch(href):
            return self._origin + href
        if _ABSOLUTE.fullmatch(href):
            return href
        if self._folder and _FROM_HERE.fullmatch(href):
            return self._folder + href
        href = "".join(href.split("\n")).strip()
        if not href or href.startswith("#") or href.lower().startswith(_NO_TARGET):
            return None
        return join(self.base, href.replace(" ", "%20"))

    @cached_property
    def uses(self) -> Counter[str]:
        """How often the page links each address, as written."""
        return Counter(link.attrs["href"] for link in self._links)

    def is_page(self, address: str) -> bool:
        """Tell whether `address` is the page's own."""
        return address.split("#", 1)[0].rstrip("/") == self.page.split("#", 1)[0].rstrip("/")


def join(base: str, href: str) -> str:
    """Resolve `href` against `base`; what cannot be resolved stays as it is."""
    try:
        return urljoin(base, href).replace(" ", "%20")
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


def _origin(base: str) -> str:
    """Return scheme and host of an address that has no other parts of them to carry over, or nothing."""
    found = _ORIGIN.match(base)
    return found[0] if found else ""


def _folder(base: str, origin: str) -> str:
    """Return what goes before an address that is relative to `base`, or nothing where that is not plain."""
    path = base[len(origin) :].partition("#")[0].partition("?")[0] or "/"
    return origin + path[: path.rindex("/") + 1] if origin and _FROM_ROOT.fullmatch(path) else ""


@lru_cache(maxsize=2048)
def host(address: str) -> str:
    """Return the host without `www.`, or an empty text."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@lru_cache(maxsize=2048)
def form(address: str) -> tuple[str, ...]:
    """Return what addresses of one kind share: host, number of parts, and the parts that name a section."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return (host(address),)
    parts = [p for p in path.split("/") if p]
    shown = [_NUMBER.sub("0", p) if len(p) <= 12 and "-" not in p else "*" for p in parts[:-1]]
    return (host(address), *shown, str(len(parts)))
