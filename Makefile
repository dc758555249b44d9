# Meldpunt. `make help` lists what there is. Every target installs what it lacks.

SHELL := /bin/bash
PYTHON := .venv/bin/python
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help install browser services build run test test-unit test-client test-browser test-services check fmt messages screens bench prove clean types lock

help: ## List the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## Install the Python and Node packages, pinned and hashed
	@scripts/install packages

browser: install
	@scripts/install browser

services: install
	@scripts/install services

build: install ## Build the client and render every page in every language
	@scripts/build

run: build ## Start the whole thing with two demonstration committees (PORT, MELDPUNT_DATA)
	@MELDPUNT_DEMO=1 exec $(PYTHON) manage.py run

test: build browser services ## Everything: checks, unit, client, API, browser, and again on PostgreSQL and Redis
	@scripts/test all

test-unit: build ## Python tests on the embedded default, without a browser
	@scripts/test unit

test-client: install ## TypeScript tests
	@scripts/test client

test-browser: build browser services ## Browser journeys, one of them behind nginx
	@scripts/test browser

test-services: build services ## Services, API and tasks on a real PostgreSQL and Redis
	@scripts/test services

check: build ## Formatting, linting, types, import contracts, texts
	@scripts/test check

fmt: install ## Format Python and TypeScript
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix --quiet . ; npx biome check --write client tests/interop

messages: build ## Collect the texts of templates and client into locale/
	@$(PYTHON) manage.py messages

types: install ## Write the client's API types from the OpenAPI
	@scripts/types

screens: build browser ## Photograph every page: phone and desktop, Dutch and Arabic, into docs/screens/
	@$(PYTHON) -m tests.browser.screens

bench: build browser ## Measure, into bench/RESULTS.md
	@$(PYTHON) -m bench

prove: test ## The long forms of the tests
	@scripts/test prove

lock: install ## Compile the requirements with hashes
	@scripts/install lock

clean: ## Remove what was built (not the data)
	rm -rf build .venv node_modules
