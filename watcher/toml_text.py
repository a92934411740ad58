"""Values as a TOML file writes them."""

from __future__ import annotations


def toml_text(value: object) -> str:
    """Write a value the way the file would."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_text, value))}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, dict):
        return "{}" if not value else f"{{ {', '.join(f'{k} = {toml_text(v)}' for k, v in value.items())} }}"
    return str(value)
