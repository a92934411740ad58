"""Reads watches from a file, with every mistake and its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from watcher.config.places import Finding
from watcher.config.settings import Settings
from watcher.config.suggest import did_you_mean, listed
from watcher.config.toml import read_toml
from watcher.config.watch_file import check_watches
from watcher.config.watching import WatchBlock
from watcher.errors import ConfigError, Mistake, WatcherError
from watcher.models import Watch, When
from watcher.service import wiring
from watcher.watchbook import CLI

_HEADER = re.compile(r"^\s*\[\[\s*watches\s*\]\]")

Raw = tuple[int, object]
"""The line where a watch begins, from 1, and what stands there."""


def read(file: Path, settings: Settings) -> tuple[Watch, ...]:
    """Read all watches of a file. Raises `ConfigError` with every mistake, by line."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WatcherError(f"{file}: cannot be read as UTF-8 text: {error}") from None
    mistakes: list[Mistake] = []
    raws = list(_json_lines(text, mistakes) if text.lstrip().startswith("{") else _toml(file, text))
    blocks, findings = check_watches([raw for _, raw in raws])
    findings += _strangers(raws, settings)
    mistakes += [_told(finding, raws, text) for finding in findings]
    if mistakes:
        raise ConfigError(str(file), tuple(sorted(mistakes, key=_line)))
    if not blocks:
        raise WatcherError(f"{file}: no watch is in it; write [[watches]] blocks, or a JSON object a line")
    return tuple(map(_watch, blocks))


def _json_lines(text: str, mistakes: list[Mistake]) -> Iterator[Raw]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except ValueError as error:
            at = error.colno - 1 if isinstance(error, json.JSONDecodeError) else 0
            mistakes.append(
                Mistake(f"line {number}", f"is no JSON: {error}\n      {line}\n      {' ' * at}^")
            )


def _toml(file: Path, text: str) -> Iterator[Raw]:
    found = read_toml(file).get("watches", [])
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _HEADER.match(line)]
    for place, raw in enumerate(found if isinstance(found, list) else [found]):
        yield lines[place] if place < len(lines) else 1, raw


def _watch(block: WatchBlock) -> Watch:
    return Watch(
        id=0,
        owner=CLI,
        query=block.query,
        destinations=block.to,
        sources=block.sources,
        name=block.name,
        language=block.language or "",
        limit_per_day=block.limit_per_day,
        when=When(block.when),
    )


def _strangers(raws: Sequence[Raw], settings: Settings) -> Iterator[Finding]:
    """Find names of destinations and sources that the configuration has not."""
    known = {
        "to": ("destination", [block.name for block in settings.destinations]),
        "sources": ("source", list(wiring.names(settings))),
    }
    for number, (_, raw) in enumerate(raws):
        for key, (noun, names) in known.items():
            wanted = raw.get(key) if isinstance(raw, dict) else None
            for name in wanted if isinstance(wanted, list) else ():
                if isinstance(name, str) and name not in names:
                    hint = did_you_mean(name, names) or f"; known: {listed(names)}"
                    yield Finding(("watches", number, key), f'there is no {noun} "{name}"{hint}')


def _told(finding: Finding, raws: Sequence[Raw], text: str) -> Mistake:
    _, number, *keys = finding.place
    line = raws[number][0] if isinstance(number, int) else 1
    return Mistake(_place(line, str(keys[0]) if keys else "", text), finding.words)


def _line(mistake: Mistake) -> int:
    return int(mistake.path.split(":")[0].removeprefix("line "))


def _place(line: int, key: str, text: str) -> str:
    """Say on which line a key of the watch that begins on `line` stands."""
    lines = text.splitlines()
    for number in range(line, len(lines)):
        if _HEADER.match(lines[number]):
            break
        if key and re.match(rf"\s*{re.escape(key)}\s*=", lines[number]):
            return f"line {number + 1}: {key}"
    return f"line {line}: {key}" if key else f"line {line}"
