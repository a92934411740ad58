"""Where the example configuration is that ships with the program."""

from __future__ import annotations

from pathlib import Path


def example_path() -> Path:
    """Return the path of `config.example.toml`: package data when installed, the checkout's otherwise."""
    package = Path(__file__).parents[1]
    installed = package / "builtin" / "config.example.toml"
    return installed if installed.is_file() else package.parent / "config.example.toml"
