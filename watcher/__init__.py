"""Watches listings for new articles and delivers alerts about them, each exactly once."""

__version__ = "0.1.0"
