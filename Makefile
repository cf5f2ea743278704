# Everything a newcomer types. Each target does its own set-up; nothing is installed outside .venv but Debian packages.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PEOPLE ?= 200000
SEED ?= 1
PEERS ?= 100000 1000000 5000000
SERVE = .venv/bin/familymap serve --store demo/store-$(PEOPLE)-$(SEED)
UV := .venv/bin/uv pip install --quiet --constraint requirements.lock --editable

.PHONY: help demo serve assets test bench bench-peers docs lint lock clean

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

demo: .venv/product .venv/assets ## Make a country of 200,000 people, draw its families, and show them in a browser
	.venv/bin/familymap demo --people $(PEOPLE) --seed $(SEED)
	@if [ -t 1 ]; then $(SERVE); else echo; echo 'To see it in a browser: $(SERVE)'; fi

serve: .venv/product .venv/assets ## Show the demo country in a browser again
	$(SERVE)

assets: .venv/assets ## Fetch what the pages take from npm

test: .venv/developer .venv/assets ## Check style and types, then run every test, the fast ones first
	.venv/bin/ruff check src tests bench
	.venv/bin/ruff format --check src tests bench
	.venv/bin/mypy
	.venv/bin/pytest -n 2 -m "not slow"
	.venv/bin/pytest -n 2 -m slow
	FAMILYMAP_TEST_ON=postgresql .venv/bin/pytest -n 2 tests/web -m "not slow"

bench: .venv/product ## Measure every step against the plain engine; PEOPLE="200000 2000000" chooses the sizes
	.venv/bin/python -m bench.steps $(PEOPLE)

bench-peers: .venv/product ## Measure the rules beside OpenFisca's over the same files; PEERS="100000" chooses the sizes
	$(UV) '.[bench]'
	.venv/bin/python -m bench.openfisca $(PEERS)

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
	rm -rf .venv demo src/familymap/web/assets/node_modules src/familymap/web/static/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/uv:
	scripts/debian-packages python
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.lock)"
	touch $@

.venv/product: .venv/uv pyproject.toml requirements.lock
	$(UV) .
	touch $@

ASSETS := src/familymap/web/assets
.venv/assets: .venv/uv $(addprefix $(ASSETS)/,package.json package-lock.json build.mjs) src/familymap/web/overview/scripts/charts.js
	scripts/assets
	touch $@

.venv/developer: .venv/uv pyproject.toml requirements.lock
	scripts/debian-packages java postgresql chromium
	$(UV) '.[dev,spark]'
	touch $@ .venv/product
