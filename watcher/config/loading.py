"""From a file to settings: read it, check all of it, report every mistake at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from watcher.config.mistakes import translate
from watcher.config.places import position
from watcher.config.references import find_mistakes
from watcher.config.settings import Settings
from watcher.config.toml import read_toml
from watcher.errors import ConfigError


def load(
    path: Path, environ: Mapping[str, str], *, folder: Path | None = None, secrets: bool = True
) -> Settings:
    """Read and check a configuration file.

    Secrets come from `environ` and from files; without `secrets`, one that is missing is no mistake until
    it is needed. Relative paths start at `folder`, which is the file's own unless given.
    Raises `ConfigError` with all mistakes, in the order of the file.
    """
    raw = read_toml(path)
    findings = find_mistakes(raw)
    context = {
        "environ": environ,
        "folder": path.parent if folder is None else folder,
        "secrets_may_be_missing": not secrets,
    }
    try:
        settings = Settings.model_validate(raw, context=context)
    except ValidationError as error:
        findings += translate(error, raw)
    if findings:
        findings.sort(key=lambda finding: position(finding.place, raw))
        raise ConfigError(str(path), tuple(finding.told(raw) for finding in findings))
    return settings
