# Thin over `npx lakehouse …`: `lakehouse --help` tells all. TARGET=aws changes the account, ARGS adds options.
TARGET ?= local
ARGS ?=
LAKEHOUSE := node src/bin/lakehouse.js
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help up down nuke check status conformance test test-long attack faults bench lint format doctor sync sync-check book book-serve setup-book notebooks notebooks-run setup setup-notebooks setup-tests

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup:
	@command -v node >/dev/null 2>&1 || { echo "Node.js is missing: install Node.js 20.19 or later (https://nodejs.org)." >&2; exit 1; }
	@node scripts/bootstrap.mjs

setup-notebooks:
	@command -v node >/dev/null 2>&1 || { echo "Node.js is missing: install Node.js 20.19 or later (https://nodejs.org)." >&2; exit 1; }
	@node scripts/bootstrap.mjs --notebooks

setup-book:
	@command -v node >/dev/null 2>&1 || { echo "Node.js is missing: install Node.js 20.19 or later (https://nodejs.org)." >&2; exit 1; }
	@node scripts/bootstrap.mjs --book

setup-tests:
	@command -v node >/dev/null 2>&1 || { echo "Node.js is missing: install Node.js 20.19 or later (https://nodejs.org)." >&2; exit 1; }
	@node scripts/bootstrap.mjs --tests

up: setup ## bring the lakehouse up: install, local account, layers, data, exit checks
	@$(LAKEHOUSE) up --target $(TARGET) $(ARGS)

down: setup ## stop the local account; all data is kept
	@$(LAKEHOUSE) down $(ARGS)

nuke: setup ## destroy everything, and prove that nothing is left
	@$(LAKEHOUSE) nuke --target $(TARGET) $(ARGS)

check: setup ## the seven exit checks
	@$(LAKEHOUSE) check --target $(TARGET) $(ARGS)

status: setup ## what runs, layers, tables, last checks
	@$(LAKEHOUSE) status --target $(TARGET) $(ARGS)

doctor: ## what the machine has, what is missing, the remedy
	@command -v node >/dev/null 2>&1 || { echo "Node.js is missing: install Node.js 20.19 or later (https://nodejs.org)." >&2; exit 1; }
	@node scripts/doctor.mjs

notebooks: setup-notebooks ## the lessons, in JupyterLab
	@$(LAKEHOUSE) notebooks open --target $(TARGET) $(ARGS)

notebooks-run: setup-notebooks ## the lessons from top to bottom, without a browser; EACH=1: each alone
	@$(LAKEHOUSE) notebooks run --target $(TARGET) $(if $(EACH),--each) $(ARGS)

book: setup-book ## build the book: lessons, concepts, checks, the proof
	@$(LAKEHOUSE) book build --target $(TARGET) $(ARGS)

book-serve: setup-book ## read the built book on this machine
	@$(LAKEHOUSE) book serve $(ARGS)

test: setup-tests ## all tests
	@npx vitest run $(ARGS)

test-long: setup-tests ## tests that take minutes: the course, all traps, Terraform side by side
	@npx vitest run --config vitest.long.config.mts $(ARGS)

attack: setup-tests ## every attack on the account, with a count at the end
	@npx vitest run --config vitest.attack.config.mts $(ARGS)

faults: setup-tests ## kills, full disks, damaged files, load and long life, with counts at the end (an hour)
	@npx vitest run --config vitest.faults.config.mts $(ARGS)

conformance: setup ## ask an account what the local account assumes of AWS; TARGET=aws asks AWS itself
	@$(LAKEHOUSE) conformance --target $(TARGET) $(ARGS)

bench: setup-tests ## the benchmarks
	@npx vitest run --config vitest.bench.config.mts $(ARGS)

lint: setup-tests ## formatter, linter, types, dead exports
	@npm run --silent lint

format: setup-tests ## format the sources
	@npm run --silent format

sync: setup ## copy the exit criteria from plan.md to their readers
	@scripts/sync-exit-criteria

sync-check: setup ## fail when a copy of the exit criteria differs from plan.md
	@scripts/sync-exit-criteria --check
