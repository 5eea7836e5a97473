# make run    sets everything up and opens the coach
# make test   sets everything up and runs the tests
# make check  all checks: format, lint, types, floors, tests
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
else
INSTALL = $(UV) pip install --quiet --python $(BIN)/python --compile-bytecode
endif

.PHONY: run test check lint soak bench lock catalogue clean

run: $(VENV)/run.ready
	@$(BIN)/gigi run

test: $(VENV)/dev.ready
	$(BIN)/pytest -n auto --dist worksteal

check: lint test

lint: $(VENV)/dev.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(VENV)/dev.ready
	$(BIN)/pytest -m soak

bench: $(VENV)/dev.ready
	@$(BIN)/python -m tests.bench

# Gathers what Gigi says into bot/catalogue/gigi.pot and the .po files (docs/translating.md).
catalogue: $(VENV)/dev.ready
	@$(BIN)/python -m bot.catalogue.extraction

# Writes the locked versions anew, with hashes, for every platform.
lock: $(VENV)/dev.ready
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --group build --custom-compile-command "make lock" pyproject.toml -o .ci/requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --group dev --custom-compile-command "make lock" -c .ci/requirements.lock pyproject.toml -o .ci/requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Gigi needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11" >&2; exit 1; }
	@echo "Setting Gigi up in $(VENV) (once; about a minute) ..." >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.ready: $(VENV)/bin/python .ci/requirements.lock pyproject.toml
	@$(INSTALL) --require-hashes -r .ci/requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q bot adapters
	@touch $@

$(VENV)/dev.ready: $(VENV)/run.ready .ci/requirements-dev.lock
	@$(INSTALL) --require-hashes -r .ci/requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find bot adapters tests -name __pycache__ -type d -prune -exec rm -rf {} +
