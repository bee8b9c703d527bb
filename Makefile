# Acasă. `make run` and `make test` need Python 3.11 or newer, make and the package registries; nothing else.
SHELL := /bin/sh
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export HOST PORT
export DJANGO_SETTINGS_MODULE = acasa.site.settings

.PHONY: help run test lint bench reset code clean
.DEFAULT_GOAL := help

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(VENV)/.run ## Run Acasă with the Cluj pack at http://$(HOST):$(PORT)
	@exec $(BIN)/acasa run

test: $(VENV)/.dev ## Run everything: unit, database, browser, PDF
	@$(BIN)/python -m tests.tools.browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev ## Check style, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/acasa messages --check

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
