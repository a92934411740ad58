"""The mails of all sample views, as the built-in templates word them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.render.helpers import parts_of
from watcher.models import Event
from watcher.render import Renderer
from watcher.view.samples import samples


def sample_mails() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield a name and the parts of each."""
    renderer, parts = Renderer(), parts_of("email")
    for event in Event:
        for number, view in enumerate(samples(event)):
            yield f"{event}-{number}", renderer.render(event, "email", parts, view)
