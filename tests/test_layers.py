"""Imports go one way, and each vendor's package stays behind its one fence."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "watcher",
        "watcher.errors",
        "watcher.models",
        "watcher.toml_text",
        "watcher.wording",
        "notifiers",
        "notifiers.port",
        "notifiers.secret",
    ),
    (
        "watcher.store.port",
        "watcher.extract.port",
        "watcher.rules.query",
        "watcher.rules.stem",
        "watcher.rules.hangul",
    ),
    (
        "watcher.identity",
        "watcher.diff",
        "watcher.view.worddiff",
        "watcher.drift",
        "watcher.delivery.backoff",
        "watcher.delivery.gate",
        "watcher.holding.timetable",
        "watcher.polling.uptime",
        "watcher.noise",
        "watcher.similar",
        "watcher.plan",
        "watcher.holding.rest",
        "watcher.polling.edits",
        "watcher.polling.outage",
        "watcher.view.shorten",
        "watcher.view",
        "watcher.extract",
        "watcher.rules",
        "watcher.feeds",
        "watcher.subscribe",
        "watcher.listening",
        "watcher.reports",
        "watcher.polling.reading",
        "watcher.backtest",
        "watcher.service.journal",
    ),
    (
        "notifiers.form",
        "notifiers.guard",
        "notifiers.retry_after",
        "notifiers.measure",
        "notifiers.registry",
        "notifiers.apprise",
        "notifiers.console",
        "notifiers.email",
        "notifiers.slack",
        "notifiers.telegram",
        "notifiers.webhook",
        "watcher.polling.doubted",
        "watcher.fetch",
        "watcher.store",
        "watcher.service.schedule",
        "watcher.render",
        "watcher.config",
        "watcher.web",
    ),
    (
        "watcher.feeds.feeds",
        "watcher.watchbook",
        "watcher.polling.logbook",
        "watcher.delivery.accounts",
        "watcher.delivery.failing",
        "watcher.service.requests",
        "watcher.delivery.routes",
        "watcher.polling.stories",
        "watcher.polling.quieting",
        "watcher.holding.holds",
        "watcher.service.state_of_things",
        "watcher.delivery.departures",
        "watcher.delivery.handover",
        "watcher.polling.trouble",
    ),
    (
        "watcher.subscribe.subscriptions",
        "watcher.web.subscribe",
        "watcher.bot",
        "watcher.delivery.compose",
        "watcher.gap",
        "watcher.polling.poll",
        "watcher.delivery.attempt",
        "watcher.delivery.bounces",
        "watcher.delivery.deliver",
        "watcher.service.turns",
        "watcher.holding.digest",
    ),
    ("watcher.service.inboxes", "watcher.service.slack_app", "watcher.service.wiring", "watcher.service.app"),
    ("watcher.demo", "watcher.cli", "watcher.__main__"),
)
"""Lowest first: a module may import its own layer and those before it."""

FENCES = {
    # Of the notifiers, those that speak HTTP; the SDK of Slack lets its exceptions through.
    "aiohttp": ("watcher.fetch", "watcher.web", "watcher.demo", "notifiers"),
    "aiosmtpd": ("watcher.demo.receivers.smtp",),
    "aiosmtplib": ("notifiers.email",),
    "apscheduler": ("watcher.service.schedule",),
    "asyncpg": ("watcher.store.postgres",),
    "charset_normalizer": ("watcher.extract.decode",),
    "cssselect": ("watcher.extract.selected",),
    "imaplib": ("notifiers.email.mailbox",),
    "feedparser": ("watcher.extract.feed",),
    "jinja2": ("watcher.render",),
    "lxml": ("watcher.extract.html", "watcher.extract.selected"),
    "numpy": ("watcher.rules.presence",),
    "pgqueuer": ("watcher.store.postgres.wakeups",),
    "protego": ("watcher.fetch",),
    "pydantic": ("watcher.config", "notifiers"),
    "pydantic_settings": ("watcher.store.postgres.wakeups",),
    "rich": ("watcher.cli", "watcher.demo"),
    "slack_sdk": ("notifiers.slack",),
    "sqlite3": ("watcher.store.tiny",),
    "Stemmer": ("watcher.rules",),
    "telegram": ("notifiers.telegram",),
    "tinydb": ("watcher.store.tiny",),
    "typer": ("watcher.cli",),
}
"""Vendor package → the modules that may import it."""


def within(module: str, owners: tuple[str, ...]) -> bool:
    return any(module == owner or module.startswith(owner + ".") for owner in owners)


def layer_of(module: str) -> int:
    best = max(
        (
            (len(owner), number)
            for number, layer in enumerate(LAYERS)
            for owner in layer
            if within(module, (owner,)) and (owner not in {"watcher", "notifiers"} or module == owner)
        ),
        default=None,
    )
    assert best is not None, f"{module} has no layer: give it one in {Path(__file__).name}"
    return best[1]


def modules() -> dict[str, Path]:
    found = {}
    for package in ("watcher", "notifiers"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = path
    return found


MODULES = modules()


@cache
def parsed(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports(module: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{module}: relative import"
            found |= {
                full if (full := f"{node.module}.{alias.name}") in MODULES else node.module
                for alias in node.names
            }
    return found


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_its_own_layer_and_lower_ones(module: str) -> None:
    for imported in imports(module) & MODULES.keys():
        assert layer_of(imported) <= layer_of(module), f"{module} imports {imported}, which is above it"


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("notifiers")])
def test_notifiers_know_nothing_of_watcher(module: str) -> None:
    assert not {name for name in imports(module) if name.split(".")[0] == "watcher"}


@pytest.mark.parametrize("module", MODULES)
def test_a_vendor_package_stays_behind_its_fence(module: str) -> None:
    for imported in imports(module):
        owners = FENCES.get(imported.split(".")[0])
        assert owners is None or within(module, owners), f"{module} imports {imported}"


@pytest.mark.parametrize("module", MODULES)
def test_imports_stand_at_the_top_of_the_module(module: str) -> None:
    functions = [n for n in ast.walk(parsed(module)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [n for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert not inside, f"{module}:{inside[0].lineno}: import inside a function"
