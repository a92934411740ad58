"""Addresses, folded to what their variants share."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "piwik_", "matomo_", "ga_", "hsa_", "aspsessionid")
_TRACKING = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id
    mc_cid mc_eid mkt_tok _hsenc _hsmi hsctatracking oly_enc_id oly_anon_id vero_id vero_conv _openstat
    wickedid rb_clickid s_cid ncid cmpid ns_campaign ns_mchannel ns_source ns_linkname ns_fee at_medium
    at_campaign xtor _ga _gl guccounter guce_referrer guce_referrer_sig ref_src ref_url smid sr_share
    __twitter_impression phpsessid jsessionid cfid cftoken
    _ cb nocache no_cache cachebust cachebuster cache_bust _t _ts rnd rand random
    """.split()  # noqa: SIM905 - sixty words read better as text
)
_WORD_IS_TRACKING = frozenset({"ref", "referrer", "referer", "src", "via"})
"""These say where a reader came from while the value is a word; a number may be a reference."""
_EPOCH_IS_BUSTER = frozenset({"ts", "timestamp", "time"})

_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_MD5 = re.compile(r"[0-9a-fA-F]{32}")
_INDEX = re.compile(r"/(?:index\.(?:html?|php)|default\.aspx?)$", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_PLAIN = re.compile(r"[\w./~-]*", re.ASCII)
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


# Each poll asks several times for the address of its source.
@lru_cache(maxsize=4096)
def canonical_address(url: str) -> str:
    """Fold an address to the form that its variants share; for comparing, not for fetching.

    Folded: scheme (`http` = `https`), `www.`, case and encoding of the host, default port, `index.html`,
    trailing slash, percent-encoding, order of the query, session ids, tracking and cache-busting
    parameters, fragment (but `#!` and `#/` name a page and stay). Whatever could say which article is
    meant (`id`, `p`, `t`, a short `sid`, …) stays. What is no http address comes back trimmed.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in ("", "http", "https"):
        return url
    origin = f"https://{_host(parts.hostname)}{_port(port)}" if parts.hostname else ""
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"{origin}{_path(parts.path)}{_query(parts.query)}{fragment}"


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    if not host.isascii():
        host = _ascii(host)
    host = host.removeprefix("www.")
    return f"[{host}]" if ":" in host else host


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(host, safe=":.-_%").lower()


def _port(port: int | None) -> str:
    return "" if port in (None, 80, 443) else f":{port}"


def _path(path: str) -> str:
    path = _without_dots(_PATH_SESSION.sub("", path))
    return _escaped(_INDEX.sub("/", path)).rstrip("/")


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


def _query(query: str) -> str:
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    kept = sorted(
        f"{_escaped(name.replace('+', '%20'))}{equals}{_escaped(value.replace('+', '%20'))}"
        for name, equals, value in pairs
        if not _is_noise(name.lower(), value)
    )
    return f"?{'&'.join(kept)}" if kept else ""


def _is_noise(name: str, value: str) -> bool:
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    if name in _WORD_IS_TRACKING:
        return not any(char.isdigit() for char in value)
    if name in _EPOCH_IS_BUSTER:
        return _EPOCH.fullmatch(value) is not None
    return name == "sid" and _MD5.fullmatch(value) is not None


def _escaped(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return quote(_ESCAPE.sub(_unescape, text), safe="%/:@!$&'()*+,;=~?")


def _unescape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()
