"""The configuration file: its shape, its mistakes, its secrets."""

from watcher.config.loading import load
from watcher.config.settings import Settings

__all__ = ["Settings", "load"]
