"""One process owns a store's file: an advisory lock on a file beside it, gone with its holder."""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path

from watcher.errors import StoreError, StoreInUse


class Ownership:
    """The right to use one store's file, held until `release` or the end of the process.

    The lock file stays behind: removing it would let two processes hold locks on two files of one name.
    """

    def __init__(self, path: Path) -> None:
        """Take it. Raises `StoreInUse` naming the owner, or `StoreError` where no lock can be had."""
        beside = path.with_name(path.name + ".lock")
        try:
            self._file = beside.open("a+")
        except OSError as error:
            raise StoreError(f"cannot open the store {path}: {error.strerror} ({beside})") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = self._read_owner()
            self._file.close()
            raise StoreInUse(
                f"the store {path} is in use by {owner}: stop that one first, or use another file"
            ) from error
        self._write_owner()

    def release(self) -> None:
        """Give it up."""
        self._file.close()

    def _read_owner(self) -> str:
        self._file.seek(0)
        return self._file.read().strip() or "another process"

    def _write_owner(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        self._file.flush()
