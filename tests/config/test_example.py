"""The example names every option, with its default, and everything in it works."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifiers.registry import KINDS
from watcher.config.catalogue import Section, sections
from watcher.config.example import blocks_at, example_path, shortest_destination, switched_on
from watcher.config.loading import load
from watcher.config.reference import default_text
from watcher.config.settings import Settings
from watcher.config.toml import Raw

AS_IT_IS = example_path().read_text(encoding="utf-8")
SHORTEST = switched_on(AS_IT_IS)
ALL = switched_on(SHORTEST)
ENVIRON = {
    "APPRISE_URL": "ntfys://ntfy.example/alerts",
    "IMAP_PASSWORD": "x",
    "NKNEWS_AUTHORIZATION": "Bearer x",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_SIGNING_SECRET": "x",
    "SLACK_TOKEN": "xoxb-1-2-x",
    "SLACK_WEBHOOK": "https://hooks.slack.com/services/T0/B0/x",
    "SMTP_PASSWORD": "x",
    "WEB_TOKEN": "x",
    "TELEGRAM_TOKEN": "123456:AAbbCC",
    "WEBHOOK_SECRET": "x",
    "WEBHOOK_URL": "https://hook.example/x",
    "WATCHER_STORE": "postgresql://localhost/watcher",
}
SECTIONS = {f"{section.path} {section.kind}".strip(): section for section in sections()}


def loaded(folder: Path, text: str, environ: dict[str, str]) -> Settings:
    (folder / "templates").mkdir()
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, environ)


def tables(text: str, section: Section) -> list[Raw]:
    """Return every table of a section that stands in a text."""
    rows = blocks_at(section.path.split("."), tomllib.loads(text))
    return [row for row in rows if section.kind in ("", row.get("kind"))]


def test_as_it_is_it_needs_no_account_and_watches_a_listing(tmp_path: Path) -> None:
    found = loaded(tmp_path, AS_IT_IS, {})
    assert [source.url for source in found.sources] == ["https://www.nknews.org/category/foreign-relations/"]
    assert {block.kind for block in found.destinations} == {"console"}
    assert found.watches


@pytest.mark.parametrize("text", [SHORTEST, ALL], ids=["shortest blocks", "every option"])
def test_what_is_switched_off_works_when_it_is_switched_on(tmp_path: Path, text: str) -> None:
    found = loaded(tmp_path, text, ENVIRON)
    assert {block.kind for block in found.destinations} == set(KINDS)
    assert found.bot.telegram is not None


def test_no_line_is_switched_off_three_times() -> None:
    assert switched_on(ALL) == ALL


@pytest.mark.parametrize("name", SECTIONS)
def test_it_names_every_option(name: str) -> None:
    section = SECTIONS[name]
    named = {key for table in tables(ALL, section) for key in table}
    assert section.fields.keys() <= named


def stated_defaults(section: Section) -> Iterator[tuple[str, str, object]]:
    """Yield (key, its default, what the example says of it) where there is a default that can be stated."""
    live = {key for table in tables(AS_IT_IS, section) for key in table}
    for key, field in section.fields.items():
        default = default_text(field)
        if default in (None, '""', "[]", "{}") or key in live:
            continue
        values = [table[key] for table in tables(ALL, section) if key in table]
        yield from ((key, default, value) for value in values)


@pytest.mark.parametrize("name", SECTIONS)
def test_options_that_are_off_show_their_default(name: str) -> None:
    for key, default, value in stated_defaults(SECTIONS[name]):
        assert tomllib.loads(f"value = {default}")["value"] == value, key


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_destination_has_a_shortest_block(kind: str) -> None:
    block = shortest_destination(kind)
    assert block["kind"] == kind
    assert "timeout" not in block


def test_its_lines_fit_a_terminal() -> None:
    assert all(len(line) <= 110 for line in AS_IT_IS.splitlines())
