# Two commands on a fresh machine: `make parity` and `make test`. All of it runs in .venv and needs no root.
PYTHON ?= python3
COMPOSE ?= docker compose
ARGS ?=
EXAMPLES ?= 100
ROUNDS ?= 20

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev
BENCH := $(VENV)-bench/.installed
VALIDATORS := tests/reports/validators
NODE := $(if $(shell command -v npm),$(VALIDATORS)/node_modules/.installed)
LONG := tests/docs tests/guard tests/plugin tests/wirings \
	tests/cache/test_starting.py tests/cli/test_engine.py tests/cli/test_failing_servers.py
SOURCES := harness sample_app benchmarks docs tests

.DEFAULT_GOAL := help
.PHONY: help parity test fuzz full unit lint format docs pages screenshots sessions up down matrix bench soak corpora clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

parity: $(RUNTIME) ## Check the sample app's migrations on SQLite and PostgreSQL (ARGS="--postgres embedded")
	$(BIN)/parity check . $(ARGS)

test: $(DEV) $(NODE) ## Run the tests, but for the long suites (ARGS="-k name" goes to pytest)
	$(BIN)/pytest -n 2 $(addprefix --ignore=,$(LONG)) $(ARGS)

fuzz: $(DEV) ## Check random histories, others each time (EXAMPLES=500)
	PARITY_FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/pytest tests/histories $(ARGS)

full: $(DEV) $(NODE) ## Run all tests: every wiring, escape and failing server, pytest in pytest, the pages' examples
	$(BIN)/pytest -n 2 $(ARGS)

unit: $(DEV) $(NODE) ## Run the tests that need no container
	$(BIN)/pytest -m "not container" $(ARGS)

lint: $(DEV) ## Check style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports

format: $(DEV) ## Put the code into the form that lint expects
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(DEV) ## Build the documentation into site/, and test it: it is complete and its examples run
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	$(BIN)/pytest tests/docs $(ARGS)

pages: $(DEV) ## Write the generated pages again, from the source and from runs (ARGS="--postgres URL")
	$(BIN)/python -m docs.generate $(ARGS)

screenshots: $(DEV) ## Take the pictures of the pages again (ARGS="--postgres URL")
	$(BIN)/python -m docs.screenshots $(ARGS)

sessions: $(DEV) ## Run the sessions of a new user again (ENVIRONMENTS=DIRECTORY of published projects)
	$(BIN)/python -m docs.sessions --environments $(ENVIRONMENTS)

up: ## Start a PostgreSQL tuned for tests, and say its URL
	$(COMPOSE) up -d postgres
	@for attempt in $$(seq 150); do \
	  container=$$($(COMPOSE) ps -q postgres); \
	  if [ "$$(docker inspect --format '{{.State.Health.Status}}' $$container)" = healthy ]; then \
	    echo "postgresql://postgres:$${PARITY_PG_PASSWORD:-parity}@127.0.0.1:$${PARITY_PG_PORT:-55999}/postgres"; exit 0; \
	  fi; sleep 0.2; \
	done; echo "PostgreSQL is not ready after 30 seconds: see '$(COMPOSE) logs postgres'." >&2; exit 1

down: ## Stop and remove it
	$(COMPOSE) rm --stop --force -v postgres

matrix: $(DEV) ## Run the tests on every Python here and every supported SQLAlchemy (ARGS goes to tox)
	$(BIN)/tox run $(ARGS)

bench: $(BENCH) ## Compare the time of a check with that of plain Alembic (ARGS="--only 200", "--all", "--project PATH")
	$(dir $(BENCH))bin/python -m benchmarks.bench $(ARGS)

soak: $(DEV) ## Many checks at once, and checks killed at any moment, over and over (ROUNDS=20)
	$(BIN)/python -m tests.soak --rounds $(ROUNDS) $(ARGS)

corpora: $(DEV) ## Check real projects as they are (CORPORA=DIRECTORY of their descriptions; ARGS goes to the driver)
	$(BIN)/python -m benchmarks.corpora $(CORPORA) $(ARGS)

clean: ## Remove .venv, caches and build results
	rm -rf $(VENV) $(dir $(BENCH)) .tox build dist site .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "$(PYTHON) is missing or older than 3.10: name another one, as in 'make $(MAKECMDGOALS) PYTHON=python3.12'." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments: install its venv module (on Debian and Ubuntu the package python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): pyproject.toml sample_app/requirements.txt $(VENV)/pyvenv.cfg
	$(PIP) --editable '.[embedded]' --requirement sample_app/requirements.txt
	@touch $@

$(DEV): pyproject.toml $(VENV)/pyvenv.cfg
	$(PIP) --editable '.[dev]'
	@touch $(RUNTIME) $@

# In an environment of its own: pytest loads the plugins of the tools that are measured wherever it finds them.
$(BENCH): pyproject.toml sample_app/requirements.txt $(VENV)/pyvenv.cfg
	$(BIN)/python -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[embedded,bench]' \
	  --requirement sample_app/requirements.txt
	@touch $@

$(VALIDATORS)/node_modules/.installed: $(VALIDATORS)/package-lock.json
	@cd $(VALIDATORS) && npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --silent \
	  && touch node_modules/.installed || echo "npm could not install the validators of the reports." >&2
