# make demo     the graph of the articles in seeds/, and where its page is
# make test     every test, with branch coverage; a Chromium is installed for the page's tests when there is none
# make check    format, lint, types, spelling, README in sync, lexicon and graph valid
# make format   what ruff and cog can mend by themselves
# make screenshots   pictures of the page
# make bench    how fast the page is, beside pyvis's own
# All of them set up what they need in .venv, once for each change of pyproject.toml.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := demo
.DELETE_ON_ERROR:
.PHONY: demo test check format screenshots bench browser axe clean

# The first Python that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
PROGRAM := $(shell find kg ontology seeds -type f ! -path '*/__pycache__/*')

demo: output/graph.html
	@echo "The page of the graph: $(CURDIR)/output/graph.html"

output/graph.html: $(PROGRAM) | .venv/installed
	$(BIN)/kg build

test: .venv/developing browser axe
	$(BIN)/pytest --cov --cov-report=term

check: .venv/developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/cog --check README.md
	$(BIN)/kg check

format: .venv/developing
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/cog -r README.md

screenshots: .venv/developing browser output/graph.html
	$(BIN)/python tests/screenshots.py

bench: .venv/developing browser
	$(BIN)/python tests/measure/page.py

# Debian's Python may come without ensurepip: then its own pip puts one into the environment.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "kg needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { $(PYTHON) -m venv --clear --without-pip .venv && \
	  $(PYTHON) -m pip --python .venv/bin/python install --quiet pip; }

# hatch_build.py bundles what draws large graphs when Node is here; without Node all else is installed all the same.
.venv/installed: pyproject.toml hatch_build.py npm/package-lock.json npm/webgl.js | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/developing: pyproject.toml hatch_build.py npm/package-lock.json npm/webgl.js | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch .venv/installed $@

# Without a browser the page's tests are skipped, and say so at the end.
browser:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
	  if command -v "$$name" >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null || \
	  echo "Chromium could not be installed: the page's tests will be skipped" >&2; \
	else echo "No Chromium or Chrome here: the page's tests will be skipped" >&2; fi

# What checks that everyone can use the page; without it that test is skipped, and says so at the end.
axe: .cache/npm/installed
.cache/npm/installed: npm/package-lock.json
	@mkdir -p $(@D) && cp npm/package.json npm/package-lock.json $(@D) && \
	if command -v npm >/dev/null && (cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund >/dev/null); then touch $@; \
	else echo "axe-core could not be installed (npm comes with Node): its test will be skipped" >&2; fi

clean:
	rm -rf .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find output -mindepth 1 ! -name .gitkeep -delete
