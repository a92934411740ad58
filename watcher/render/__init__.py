"""Rendering: a view goes in, the escaped parts of a message within a channel's limits come out."""

from watcher.render.renderer import Renderer, builtin_folder

__all__ = ["Renderer", "builtin_folder"]
