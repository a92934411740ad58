PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Without it, every process that a test starts would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo run test test-slow lint types bench fuzz torture clean

demo: $(VENV)/.installed        ## see the main job at work, in under 30 seconds
	@$(BIN)/watcher demo

run: $(VENV)/.installed         ## watch for real: config.toml, or the example where there is none
	@$(BIN)/watcher run

test: $(VENV)/.tested lint types
	@$(BIN)/python -m pytest -m "not slow" -n auto --dist worksteal

test-slow: $(VENV)/.tested      ## kills, processes, many random examples, everything that takes long
	@$(BIN)/python -m pytest -m "slow or hypothesis" --hypothesis-profile=thorough -n auto

lint: $(VENV)/.tested
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.tested
	@$(BIN)/mypy

bench: $(VENV)/.tested          ## all benchmarks; shorter: make bench BENCH_ARGS=--quick
	@$(BIN)/python -m benchmarks $(BENCH_ARGS)

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "watcher needs Python 3.11 or later: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: pyproject.toml | $(VENV)/.made
	@echo "Installing watcher and what it needs into $(VENV), once; this takes a minute or two."
	@$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.tested: pyproject.toml | $(VENV)/.made
	@echo "Installing watcher and what its tests need into $(VENV), once; this takes a minute or two."
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(VENV)/.installed

fuzz: $(VENV)/.tested        ## mutated pages through every reader: make fuzz FUZZ_ARGS="--minutes 10"
	@$(BIN)/python -m tests.fuzz $(FUZZ_ARGS)

torture: $(VENV)/.tested     ## kills and faults without end: make torture TORTURE_ARGS="--minutes 5 --seed 7 --store postgres"
	@$(BIN)/python -m tests.torture $(TORTURE_ARGS)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .cache demo-output
