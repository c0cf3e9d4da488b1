# Needs python3 (3.11 or newer) and make. Everything else is fetched into .venv from the package index.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)
export UV_PYTHON_DOWNLOADS := never
export UV_HTTP_TIMEOUT := 300
export UV_COMPILE_BYTECODE := 1
# Where it is set, each of the hundreds of processes that the tests start would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
# More processes than cores: half of a run's time is waiting for browsers, servers and timers.
SPREAD := -n 4 --dist loadfile --no-loadscope-reorder
SYNC := $(UV) sync --locked --inexact --quiet --python $(BIN)/python

SPARK := pyspark==4.0.5
ON_CLUSTER := $(addprefix tests/store/test_,$(addsuffix .py,cluster aggregate left_out workspace_table segment_lake panel rows \
	steps spread comments tag_comments)) $(addprefix tests/analyse/test_,$(addsuffix .py,board heard satisfaction \
	theme_board heat journey flow))

.PHONY: help setup setup-dev demo test test-spark test-postgresql-engine check bench docs translations budgets

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

setup: .venv/.ready  ## prepare .venv with .venv/bin/likely

.venv/.ready: pyproject.toml uv.lock $(wildcard likely/locale/*/LC_MESSAGES/*.po)
	@$(PYTHON) -c 'import sys; sys.exit("Likely needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else 0'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo 'The venv module is missing. On Debian and Ubuntu: apt install python3-venv'; exit 1; }
	@command -v uv >/dev/null 2>&1 || test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@echo 'Installing what Likely needs (a minute on a fresh machine)'
	@$(SYNC) --no-default-groups
	@touch $@

setup-dev: setup .venv/.ready-dev

.venv/.ready-dev: pyproject.toml uv.lock
	@echo 'Installing the tools for tests, checks and docs'
	@$(SYNC) --all-groups
	@touch $@

demo: setup  ## everything running with a year of believable answers
	@exec $(BIN)/likely demo $(ARGS)

test: setup-dev  ## the whole suite: SQLite, then PostgreSQL; browser and servers where they can be had
	$(BIN)/python -m pytest $(SPREAD)
	LIKELY_TEST_DATABASE=postgresql $(BIN)/python -m pytest $(SPREAD) -m 'database and not (browser or server or once)'

test-spark: setup-dev .spark/.ready  ## analyses on a real Spark (needs Java 17), then on Sail
	@$(SYNC) --all-groups --extra spark --extra sail
	LIKELY_TEST_ENGINE=spark $(BIN)/python -m pytest --timeout 1800 $(ON_CLUSTER)
	LIKELY_TEST_ENGINE=sail $(BIN)/python -m pytest $(ON_CLUSTER)

test-postgresql-engine: setup-dev  ## analyses in a real PostgreSQL
	LIKELY_TEST_ENGINE=postgresql $(BIN)/python -m pytest --timeout 1200 $(ON_CLUSTER)

.spark/.ready: Makefile
	@echo 'Fetching Spark (430 MB)'
	@rm -rf .spark
	@$(UV) pip install --quiet --python $(BIN)/python --target .spark $(SPARK)
	@touch $@

check: setup-dev  ## lint, types, import law, translations, budgets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/translations.py --check
	$(BIN)/python tools/widget.py --check
	$(BIN)/python tools/budgets.py

translations: setup-dev  ## collect new texts into the .po files
	$(BIN)/python tools/translations.py

bench: setup-dev  ## every figure (minutes)
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

docs: setup-dev  ## the documentation as a site in site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
