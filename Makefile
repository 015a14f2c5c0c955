# gongkai's targets. Each sets up what it needs by itself, in .venv; running one twice does no harm.
#
#   make dataset                                build the dataset from the sample reports, into data/published
#   make dataset INPUT=~/reports OUT=~/dataset  … from your own
#   make fetch SOURCE=beijing YEAR=2024         crawl a source of configs/sources, into data/raw
#   make dataset YEAR=2024 WORKERS=8            … only reports on 2024, with eight workers
#
# A target fails where its command fails: 2 means that an argument or a path cannot be used, and one line says which.

PYTHON ?= python3
VENV ?= .venv
INPUT ?= data/samples
INTERIM ?= data/interim
OUT ?= data/published
ARCHIVE ?=
SOURCES ?=
SOURCE ?=
YEAR ?=
WORKERS ?=
READER ?=
CONFIG ?=
FETCH_CONFIG ?=
CLUSTER ?=
SCANS ?=
FAIL_ON ?= unreadable=5%
LOG ?= $(INTERIM)/nightly.log
TEST ?= tests
COUNT ?= 100
SEED ?= 1

BIN := $(VENV)/bin
GONGKAI := $(BIN)/gongkai
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
READING := $(if $(WORKERS),--workers $(WORKERS)) $(if $(READER),--reader $(READER)) $(if $(CONFIG),--config $(CONFIG))
FETCHING = $(if $(ARCHIVE),--archive $(ARCHIVE)) $(if $(SOURCES),--sources $(SOURCES)) $(if $(SOURCE),--source $(SOURCE)) $(ONLY)
ONLY := $(if $(YEAR),--year $(YEAR))

.DEFAULT_GOAL := help
.PHONY: help national nightly fetch dataset extract normalize validate test check format accuracy bench samples corpus clean

help: ## Show the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'
	@echo "  variables: INPUT=$(INPUT) OUT=$(OUT) INTERIM=$(INTERIM) YEAR= WORKERS= READER= CONFIG="

fetch: $(VENV)/.runtime ## Crawl the sources (or SOURCE) and archive their reports (of YEAR) in ARCHIVE or data/raw
	$(GONGKAI) fetch $(FETCHING) $(if $(CONFIG),--config $(CONFIG))

dataset: $(VENV)/.runtime ## Read the reports in INPUT and write the dataset to OUT
	$(GONGKAI) build $(INPUT) --out $(OUT) $(ONLY) $(READING) $(if $(CLUSTER),--cluster $(CLUSTER))

nightly: $(VENV)/.runtime ## Fetch, build from the archive, and fail as FAIL_ON says; what is said goes to LOG. For cron
	@mkdir -p $(dir $(LOG))
	@{ date; \
	$(GONGKAI) fetch $(FETCHING) $(if $(FETCH_CONFIG),--config $(FETCH_CONFIG)) --json; fetched=$$?; \
	$(GONGKAI) build $(or $(ARCHIVE),data/raw) --out $(OUT) $(ONLY) $(READING) $(if $(CLUSTER),--cluster $(CLUSTER)) $(addprefix --fail-on ,$(FAIL_ON)) --json; built=$$?; \
	echo "exit codes: fetch $$fetched, build $$built"; \
	} >> $(LOG) 2>&1; test $$built -eq 0 || exit $$built; exit $$fetched

extract: $(VENV)/.runtime ## First stage: the tables that each reader sees, to INTERIM/tables
	$(GONGKAI) extract $(INPUT) --out $(INTERIM)/tables $(READING)

normalize: $(VENV)/.runtime ## Second stage: the figures in those tables, to INTERIM/figures
	$(GONGKAI) normalize $(INTERIM)/tables --out $(INTERIM)/figures

validate: $(VENV)/.runtime ## Last stage: judge those figures and write the dataset to OUT
	$(GONGKAI) validate $(INTERIM)/figures --out $(OUT) $(ONLY)

test: $(VENV)/.dev ## Run the tests
	$(BIN)/python -m pytest $(TEST) -n auto --dist worksteal -q

check: $(VENV)/.dev ## Lint, check the format, and check the types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

national: $(VENV)/.bench ## Build a simulated year of COUNT reports, measure it, and write that into docs/scale.md (SCANS=)
	$(BIN)/python -m bench.national --count $(if $(filter file,$(origin COUNT)),20000,$(COUNT)) --write $(if $(SCANS),--scans $(SCANS))

accuracy: $(VENV)/.bench ## Print how right the readings are, by kind of document, beside plain scripts (COUNT=, SEED=)
	$(BIN)/python -m bench.accuracy --count $(COUNT) --seed $(SEED)

bench: $(VENV)/.bench ## Measure what reading costs, beside PDFium and other libraries, into docs/performance.md
	$(BIN)/python -m bench.performance --write

samples: $(VENV)/.dev ## Make the sample reports again (needs LibreOffice and CJK fonts, see CONTRIBUTING.md)
	$(BIN)/python -m corpus.samples data/samples

corpus: $(VENV)/.dev ## Make COUNT documents with their truth in OUT, from SEED (needs Chromium besides)
	$(BIN)/python -m corpus.make --count $(COUNT) --seed $(SEED) --out $(if $(filter file,$(origin OUT)),data/interim/corpus,$(OUT))

clean: ## Remove what the targets made, the environment included
	rm -rf $(VENV) $(INTERIM) data/published build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "gongkai needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/.bench: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e '.[dev,bench]'
	@touch $@ $(VENV)/.dev $(VENV)/.runtime

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.runtime
