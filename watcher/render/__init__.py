"""Rendering: a view goes in, the escaped parts of a message within a channel's limits come out."""

from watcher.render.renderer import Rendered, Renderer, builtin_folder

__all__ = ["Rendered", "Renderer", "builtin_folder"]
