# CreditCase 信案通: everything a person types to run, test and measure it. `make help` lists it.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

BIN := .venv/bin
PYTHON := $(BIN)/python
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard webapp/translations/*/LC_MESSAGES/*.po))
# Two processes of tests even on one core: the tests wait for browsers and databases as much as they count.
WORKERS ?= auto
TESTS ?= tests

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONUTF8 := 1
# Compiled modules are kept, so that every process of the tests, and every command that they start, begins sooner.
unexport PYTHONDONTWRITEBYTECODE
# Where the demonstration's stand-in for the city platform answers.
export CREDITCASE_PLATFORM_PORT ?= 8090

.PHONY: help setup setup-dev assets translations browser run test lint bench letters check clean

help: ## list these targets
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/make \1\t\2/p' Makefile | expand -t 22

setup: ## make .venv with the exact runtime packages (skipped when it has them)
	@bash tools/setup/venv.sh requirements.txt

setup-dev: ## the same with the packages of tests and checks
	@bash tools/setup/venv.sh requirements.txt requirements-dev.txt

assets: setup ## install the front-end files by package-lock.json
	@$(PYTHON) tools/setup/assets.py

translations: setup $(CATALOGUES) ## compile the translations

%.mo: %.po
	@$(BIN)/pybabel -q compile -i $< -o $@

browser: setup-dev assets ## find or install a Chromium for the browser tests
	@bash tools/setup/browser.sh

run check: export CREDITCASE_ENV := demonstration
run: export CREDITCASE_TRAINING := 1
run: export CREDITCASE_EXCHANGE ?= http
run: export CREDITCASE_EXCHANGE_URL ?= http://127.0.0.1:$(CREDITCASE_PLATFORM_PORT)/exchange
run: export CREDITCASE_EXCHANGE_KEY ?= demonstration-demonstration-demonstration
run: setup assets translations ## set up, load the demonstration and serve http://127.0.0.1:8000 with its worker
	@$(BIN)/flask --app webapp setup-demo
	@exec $(BIN)/honcho -f Procfile.demonstration start

test: setup-dev assets translations browser ## set up what the tests need and run all of them, lint included
	@$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

lint: setup-dev ## ruff, mypy and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup-dev translations ## measure cases per second, statements and bytes; prints a table and writes JSON
	@$(PYTHON) -m bench

letters: setup ## compose the Word templates anew from their descriptions
	@$(PYTHON) -m docs_templates.compose

check: setup ## check diagrams and policies as a deployment would
	@$(BIN)/flask --app webapp process check

clean: ## remove what set-up made, but not var/ with its data
	@rm -rf .venv node_modules webapp/static/vendor .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find webapp/translations -name '*.mo' -delete
