"""The collector is held back while something is read, and never left off."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from watcher.extract.collector import held_back


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.enable()


def test_it_is_off_inside_and_on_after() -> None:
    with held_back():
        assert not gc.isenabled()
        with held_back():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), held_back():
        raise ValueError("broken")
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    with held_back():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_the_last_of_several_threads_turns_it_on() -> None:
    inside, leave = threading.Event(), threading.Event()

    def read() -> None:
        with held_back():
            inside.set()
            leave.wait(10)

    reader = threading.Thread(target=read)
    reader.start()
    assert inside.wait(10)
    with held_back():
        pass
    assert not gc.isenabled()
    leave.set()
    reader.join()
    assert gc.isenabled()
