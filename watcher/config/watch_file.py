"""`[[watches]]` blocks from somewhere else than the configuration, checked as those in it are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Strict, ValidationError

from watcher.config.fields import Table
from watcher.config.mistakes import translate
from watcher.config.places import Finding
from watcher.config.watching import WatchBlock


class _WatchFile(Table):
    """Nothing but watches."""

    watches: Annotated[tuple[WatchBlock, ...], Strict(strict=False)] = ()


def check_watches(blocks: Sequence[object]) -> tuple[tuple[WatchBlock, ...], list[Finding]]:
    """Return the checked blocks, or what is wrong: findings at `("watches", number, key)`."""
    raw: dict[str, object] = {"watches": list(blocks)}
    try:
        return _WatchFile.model_validate(raw).watches, []
    except ValidationError as error:
        return (), translate(error, raw)
