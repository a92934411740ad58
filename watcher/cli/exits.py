"""What exit codes mean."""

from __future__ import annotations

from watcher.errors import ConfigError, QueryError, StoreError, TemplateError

FAILED = 1
"""The job could not be done."""
USAGE = 2
"""The command, the configuration or a template has mistakes; doing it again changes nothing."""
STORE = 3
"""The store cannot be used: another process has it, or the disk refuses."""

_CODES: dict[type[Exception], int] = {
    ConfigError: USAGE,
    QueryError: USAGE,
    TemplateError: USAGE,
    StoreError: STORE,
}


def exit_code(error: Exception) -> int:
    """Return the exit code for an error that ended a command."""
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), FAILED)
