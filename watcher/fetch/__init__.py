"""From an address, or a file, to a page. The only place that opens connections to sources."""

from watcher.fetch.fetcher import Fetched, Fetcher
from watcher.fetch.file import read_file
from watcher.fetch.settings import FetchSettings

__all__ = ["FetchSettings", "Fetched", "Fetcher", "read_file"]
