"""The whole file as one immutable object."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Strict

from watcher.config.destinations import Destination
from watcher.config.digests import DigestRules
from watcher.config.fields import Field, Table
from watcher.config.noise import NoiseRules
from watcher.config.service import (
    Bots,
    BounceRules,
    DeliveryRules,
    GapRules,
    HttpRules,
    LogRules,
    OperatorRules,
    StoreRules,
    TemplateRules,
    WebRules,
)
from watcher.config.synonyms import SynonymRules
from watcher.config.watching import SourceBlock, WatchBlock
from watcher.models import DigestTime


class Settings(Table):
    """A checked configuration: names in it refer to things that exist."""

    sources: Annotated[tuple[SourceBlock, ...], Strict(strict=False)] = ()
    destinations: Annotated[tuple[Destination, ...], Strict(strict=False)] = ()
    watches: Annotated[tuple[WatchBlock, ...], Strict(strict=False)] = ()
    synonyms: SynonymRules = SynonymRules()
    bot: Bots = Bots()
    digest: DigestRules = DigestRules()
    noise: NoiseRules = NoiseRules()
    delivery: DeliveryRules = DeliveryRules()
    bounces: BounceRules | None = None
    # Validated even where the table is left out: its path starts at the file's folder.
    store: StoreRules = Field(default={}, validate_default=True)
    http: HttpRules = HttpRules()
    gaps: GapRules = GapRules()
    web: WebRules = WebRules()
    templates: TemplateRules = TemplateRules()
    operator: OperatorRules = OperatorRules()
    log: LogRules = LogRules()

    def destination(self, name: str) -> Destination:
        """Return a destination by its name. Raises `KeyError`."""
        return {block.name: block for block in self.destinations}[name]

    def zone_of(self, destination: Destination) -> ZoneInfo:
        """Return the zone of a destination's times."""
        return destination.timezone or self.digest.timezone

    def digest_of(self, destination: Destination) -> DigestTime | None:
        """Return when a destination gets its digest, None where alerts go at once."""
        return None if destination.digest is None else self.digest.plan(destination.digest)
