"""What is watched: `[[sources]]` and `[[watches]]`."""

from __future__ import annotations

from datetime import timedelta
from textwrap import indent
from typing import Annotated, Literal

from pydantic import AfterValidator, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from watcher.config.fields import Field, Headers, Name, Names, Table, Url
from watcher.config.languages import Language
from watcher.config.selectors import SelectBlock
from watcher.config.units import Duration, Interval
from watcher.errors import QueryError
from watcher.rules import DEFAULT_LANGUAGE, parse

SourceKind = Literal["auto", "html", "text", "rss", "atom", "jsonfeed", "json"]

_INDENT = " " * 6
"""Under a mistake's own line in the list of all mistakes."""


def parse_query(text: str) -> str:
    """Check a query; the mistake shows a caret under what is wrong."""
    try:
        parse(text)
    except QueryError as error:
        words = f"{error}\n{indent(error.caret(), _INDENT)}"
        raise PydanticCustomError("query", "{words}", {"words": words}) from None
    return text


Query = Annotated[str, AfterValidator(parse_query)]


class SourceBlock(Table):
    """A listing that is polled."""

    id: Name
    """Its short name, unique, in logs, `status` and the `sources` of watches. Keep it: what was seen is
    remembered under it."""
    url: Url
    """The address of the listing or feed."""
    name: str = ""
    """What people see; empty shows the id."""
    interval: Interval = timedelta(minutes=5)
    """Time from one poll to the next."""
    jitter: Duration = timedelta(seconds=30)
    """Each poll comes up to this much later, so that many sources do not beat in step."""
    kind: SourceKind = "auto"
    """What the page is; `auto` looks at the page itself."""
    language: Language = DEFAULT_LANGUAGE
    """What its articles are written in: words match by their stems in it. By name or code, or `none`."""
    headers: Headers = Field(default_factory=dict)
    """Request headers, `name = "value"`; a value may be `env:NAME` or `file:PATH`."""
    max_pages: int | None = Field(default=None, ge=0, le=100)
    """Older pages of this list that are read at most where articles may have been missed; left out, as many
    as `[gaps]` says."""
    enabled: bool = True
    """`false` keeps what is remembered of it, but does not poll."""
    select: SelectBlock | None = None

    @field_validator("select")
    @classmethod
    def _select_from_html_only(cls, value: SelectBlock | None, info: ValidationInfo) -> SelectBlock | None:
        kind = info.data.get("kind", "auto")
        if value is not None and kind not in ("auto", "html"):
            raise PydanticCustomError(
                "select", "selectors are for HTML, and kind says {kind}", {"kind": kind}
            )
        return value


class WatchBlock(Table):
    """A query, and who hears of the articles that meet it."""

    query: Query
    """The words to look for: `a b` both, `a OR b`, `"a phrase"`, `-not`, `prefix*`, `title:word`."""
    to: Names = Field(min_length=1)
    """Names of the destinations that get the alerts."""
    sources: Names = ()
    """Ids of the sources it listens to; empty means all."""
    limit_per_day: int | None = Field(default=None, gt=0)
    """Alerts that come at once on a day, at each destination; what is beyond comes in its digest. Left out,
    all come at once."""
    when: Literal["now", "digest", "urgent"] = "now"
    """`digest` waits for the digest of its destinations, or for the time of `[digest]`; `urgent` comes at
    once, whatever holds other watches back."""
    name: str = ""
    """What people see; empty shows the query."""
    language: Language | None = None
    """What its words are written in; left out, they are stemmed as each source's `language` says."""
