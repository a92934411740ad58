"""How pages are fetched."""

from __future__ import annotations

from dataclasses import dataclass

from watcher import __version__

PRODUCT = "listing-watcher"
"""Our product token: what a robots.txt calls us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """The limits of a fetch. Times are in seconds."""

    contact: str = ""
    """A page or mail address in the User-Agent, for a site that wants to complain."""
    total_timeout: float = 30.0
    """For one fetch: connecting, every redirect and the whole body; waiting for one's turn is not counted."""
    connect_timeout: float = 10.0
    """For name lookup, connection and TLS, of each hop."""
    max_bytes: int = 10_000_000
    """Of a body once decompressed."""
    max_redirects: int = 5
    per_host: int = 2
    """Requests under way at one host."""
    per_host_delay: float = 1.0
    """From the start of one request to the start of the next at the same host; a Crawl-delay can raise it."""
    allow_private: bool = False
    """Whether loopback and private networks may be fetched from."""
    respect_robots: bool = True

    @property
    def user_agent(self) -> str:
        """Return who we say that we are."""
        return f"{PRODUCT}/{__version__}" + (f" (+{self.contact})" if self.contact else "")
