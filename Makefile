# The one door: every verb of the project. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.tools/bin:$(PATH)
# Python is the machine's own: uv neither downloads one nor mixes with an active environment.
export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

PYTHON := .venv/bin/python
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print 2>/dev/null)
DATA ?= .vedette
CAMERAS ?= 3
STACK ?= dev

.PHONY: help demo test check fix generate web bench deploy clean setup-demo setup-test

help: ## list the verbs
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  \1\t/' | expand -t 14

demo: setup-demo web ## start the laptop cloud with three cameras; Ctrl-C stops it
	@exec .venv/bin/vedette-local up --data $(DATA) --ready $(DATA)/ready.json --cameras $(CAMERAS)

test: setup-test web ## install what the tests need and run all of them
	cd web && npm test --silent
	@# Most tests wait for programs they started, so more than one at a time; each file stays whole.
	@# Playwright's own Node lacks a library on a bare Debian; ours does not.
	PLAYWRIGHT_NODEJS_PATH="$$(command -v node)" .venv/bin/pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

check: setup-demo web/node_modules/.package-lock.json ## format, lint, types, layers, freshness of generated files
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	$(PYTHON) contract/generate.py --check
	$(PYTHON) -m functions.openapi --check
	.venv/bin/lint-imports --no-logo
	.venv/bin/pyright
	cd web && npm run --silent check

fix: setup-demo web/node_modules/.package-lock.json ## format and mend what can be mended
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	cd web && npm run --silent fix

generate: setup-demo web/node_modules/.package-lock.json ## write the generated names, OpenAPI file and web types
	$(PYTHON) contract/generate.py
	$(PYTHON) -m functions.openapi
	cd web && npm run --silent generate

web: web/dist/index.html ## build the web app

bench: setup-demo web ## measure; prints tables and writes bench/results.json
	@setup/install bench
	$(PYTHON) -m bench

deploy: setup-demo web ## pulumi up of STACK (dev or prod)
	pulumi up --stack $(STACK)

clean: ## remove what was built and installed here
	rm -rf .venv .tools .vedette build web/dist web/node_modules

setup-demo:
	@setup/install demo

setup-test:
	@setup/install test

web/node_modules/.package-lock.json: web/package.json web/package-lock.json | setup-demo
	cd web && npm ci --silent --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@
