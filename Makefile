# make demo     the graph of the articles in seeds/, and where its page is
# make test     every test, with branch coverage; a Chromium is installed for the page's tests when there is none
# make check    format, lint, types, spelling, README in sync, lexicon and graph valid
# make format   what ruff and cog can mend by themselves
# make screenshots   pictures of the page
# All of them set up what they need in .venv, once for each change of pyproject.toml.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := demo
.DELETE_ON_ERROR:
.PHONY: demo test check format screenshots browser clean

# The first Python that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
PROGRAM := $(shell find kg ontology seeds -type f ! -path '*/__pycache__/*')

demo: output/graph.html
	@echo "The page of the graph: $(CURDIR)/output/graph.html"

output/graph.html: $(PROGRAM) | .venv/installed
	$(BIN)/kg build

test: .venv/developing browser
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

# Debian's Python may come without ensurepip: then its own pip puts one into the environment.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "kg needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { $(PYTHON) -m venv --clear --without-pip .venv && \
	  $(PYTHON) -m pip --python .venv/bin/python install --quiet pip; }

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/developing: pyproject.toml | .venv/bin/python
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

clean:
	rm -rf .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find output -mindepth 1 ! -name .gitkeep -delete
