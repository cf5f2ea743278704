# Everything a newcomer types. Each target does its own set-up; nothing is installed outside .venv but Debian packages.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PEOPLE ?= 200000
SEED ?= 1
UV := .venv/bin/uv pip install --quiet --constraint requirements.lock --editable

.PHONY: help demo test bench docs lint lock clean

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

demo: .venv/product ## Make a country of 200,000 people, draw its families, show what came in and what they look like
	.venv/bin/familymap demo --people $(PEOPLE) --seed $(SEED)

test: .venv/developer ## Check style and types, then run every test, the fast ones first
	.venv/bin/ruff check src tests bench
	.venv/bin/ruff format --check src tests bench
	.venv/bin/mypy
	.venv/bin/pytest -n 2 -m "not slow"
	.venv/bin/pytest -n 2 -m slow

bench: .venv/product ## Measure every step against the plain engine; PEOPLE="200000 2000000" chooses the sizes
	.venv/bin/python -m bench.steps $(PEOPLE)

docs: .venv/product ## Write docs/measures and docs/facts.md anew from the rules
	.venv/bin/python -m familymap.measures.pages

lint: .venv/developer ## Put the code in order and check it
	.venv/bin/ruff check --fix src tests bench
	.venv/bin/ruff format src tests bench
	.venv/bin/mypy

lock: .venv/uv ## Choose the newest allowed versions again and write them down
	.venv/bin/uv pip compile pyproject.toml --all-extras --upgrade --no-header --no-annotate \
		--no-emit-index-url --python-version 3.11 --quiet --output-file requirements.lock

clean: ## Remove the environment, the demo and caches
	rm -rf .venv demo .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/uv:
	scripts/debian-packages python
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.lock)"
	touch $@

.venv/product: .venv/uv pyproject.toml requirements.lock
	$(UV) .
	touch $@

.venv/developer: .venv/uv pyproject.toml requirements.lock
	scripts/debian-packages java postgresql
	$(UV) '.[dev,spark]'
	touch $@ .venv/product
