# One line a target; `make help` shows them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

HOME_DIR ?= $(shell scripts/home)
PORT ?= 8600
DATA ?=
POLICY ?=
NOTE ?=
SEED ?= 1
BIN := .venv/bin

help: ## these lines
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

setup: ## environment and browser app
	@scripts/setup run

run: setup ## everything, with a demo; PORT= HOME_DIR= DATA=folder POLICY=file.toml NOTE=file.md
	@exec $(BIN)/labelkeep demo --home "$(HOME_DIR)" --port "$(PORT)" \
	  $(if $(DATA),--data "$(DATA)") $(if $(POLICY),--policy "$(POLICY)") $(if $(NOTE),--note "$(NOTE)")

setup-test:
	@scripts/setup test

setup-check:
	@scripts/setup check

test: setup-test ## every test, every gate at its reduced size
	@scripts/system-packages test
	@scripts/test

prove: setup-test ## a gate whole: GATE=name SEED=1, writes bench/proofs/<gate>.json
	@$(BIN)/python scripts/prove.py "$(GATE)" --seed $(SEED)

bench: setup-test ## the figures of the budgets
	@$(BIN)/python scripts/prove.py --bench --seed $(SEED)

check: setup-check ## lint, types, floors, sizes, docs
	@scripts/check

lock: setup-check ## requirements/*.txt anew; UPGRADE=1 takes newer versions
	@scripts/lock

docs: setup-check ## the generated parts of docs/
	@$(BIN)/python scripts/docs.py --write

openapi: setup-check ## openapi.json and the browser's types
	@scripts/openapi

wheel: setup ## dist/*.whl with the browser app inside
	@$(BIN)/python -m hatchling build -t wheel

clean: ## what was built; never the home folder
	@rm -rf .venv .tools build dist web/dist web/node_modules .ruff_cache .import_linter_cache .hypothesis
	@find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help setup run setup-test setup-check test prove bench check lock docs openapi wheel clean
