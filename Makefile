# Every verb sets up what it needs on a fresh clone: Python 3.11 or later, pip and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STATE ?= SDN
PORT ?= 8000
# Work runs in processes; threads of linear algebra on top of them would wait for each other.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: setup brief serve test engine-tests lint docs bench all-tests clean
.DEFAULT_GOAL := brief

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Comity needs Python 3.11 or later; found " + sys.version.split()[0] + ". Try: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

# What running Comity needs: the locked packages, then this checkout.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# What developing Comity needs on top.
$(VENV)/.develop: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.develop

brief: $(VENV)/.runtime
	$(BIN)/comity brief $(STATE) --html brief-$(STATE).html

serve: $(VENV)/.runtime
	$(BIN)/comity serve --port $(PORT)

test: $(VENV)/.develop
	$(BIN)/python -m pytest -n 2 -m "not slow and not engine"

# Second query engines for the lake: chDB, and Spark, which needs Java 17 or later.
$(VENV)/.engines: requirements-engines.lock $(VENV)/.develop
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-engines.lock
	@touch $@

engine-tests: $(VENV)/.engines
	$(BIN)/python -m pytest tests/contracts -m engine

all-tests: $(VENV)/.engines
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.develop
	$(BIN)/python -m scripts.reference_pages

bench: $(VENV)/.develop
	@for file in bench/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis
