# Acasă. `make run` and `make test` need Python 3.11 or newer, make and the package registries; nothing else.
SHELL := /bin/sh
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
TODAY ?=
PYTEST = $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(if $(TODAY),--today $(TODAY))
# Before two holidays, a Saturday, the week of the Orthodox Easter, a leap day when most of the pack is overdue.
DAYS := 2026-11-30 2026-12-05 2027-04-28 2028-02-29
export HOST PORT
export DJANGO_SETTINGS_MODULE = acasa.site.settings

.PHONY: help run test check journeys content days lint bench reset code clean
.DEFAULT_GOAL := help

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-9s %s\n", $$1, $$2}'

run: $(VENV)/.run ## Run Acasă with the Cluj pack at http://$(HOST):$(PORT)
	@exec $(BIN)/acasa run

test: $(VENV)/.dev ## Run every test: check, journeys and content in one run (TODAY=2028-02-29 names a day)
	@$(BIN)/python -m tests.tools.browser
	@$(PYTEST)

check: lint ## Is my change fine? Style and types, then every test but those of browser and pack
	@$(PYTEST) -m code

journeys: $(VENV)/.dev ## Walk through the site in a real browser
	@$(BIN)/python -m tests.tools.browser
	@$(PYTEST) -m journeys

content: $(VENV)/.dev ## Go through the whole pack: spelling, links, prints, every page before axe, ten thousand people
	@$(BIN)/python -m tests.tools.browser
	@$(PYTEST) -m content

days: $(VENV)/.dev ## Run what may turn out otherwise on another day, on some other days
	@set -e; for day in $(DAYS); do $(PYTEST) -m dated --today $$day; done

lint: $(VENV)/.dev ## Check style, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/acasa messages --check
	$(BIN)/python -W ignore::RuntimeWarning -m acasa makemigrations --check --dry-run

bench: $(VENV)/.dev ## Measure speed and memory, side by side with nginx
	@$(BIN)/python benchmarks/run.py

code: $(VENV)/.run ## Show the current sign-in codes of the demonstration accounts
	@$(BIN)/acasa demonstration --codes

reset: ## Forget the database and everything else in var/ (asks for nothing)
	@if [ -x $(BIN)/acasa ]; then $(BIN)/acasa stop; fi
	rm -rf var

clean: reset ## Forget the Python environment too
	rm -rf $(VENV)

$(VENV)/bin/python:
	@echo "Making a Python environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit("Acasă needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Installing what Acasă needs (a minute or two, once) …"
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
