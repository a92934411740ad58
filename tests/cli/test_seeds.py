"""`preview` on the origin listing gives exactly what is on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import Cli

FOLDER = Path(__file__).parents[3] / "shared" / "seeds"
SEEDS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.skipif(not SEEDS, reason="the folder of seeds is not beside the repository")
def test_every_seed_reads_as_expected(cli: Cli) -> None:
    for seed in SEEDS:
        found = json.loads(cli("preview", seed, "--json").out)
        expected = json.loads(seed.with_suffix(".expected.json").read_text(encoding="utf-8"))
        assert [
            (i["title"], i["summary"], i["authors"], i["published"], i["labels"]) for i in found["items"]
        ] == [
            (i["title"], i["summary"], i["authors"], i["date"], [i["label"]] if i["label"] else [])
            for i in expected["items"]
        ], seed.name
