# Every task one line. The folder may have spaces in its name: only relative paths here.
# `make demo` is all you need to try Nabij; `make test` all you need to change it.
VENV ?= .venv
PY = $(VENV)/bin/python

.PHONY: help demo stop test check a11y bench faults screens docs lock clean install install-dev

help:          ## deze lijst / this list
	@sed -n 's/^\([a-z-]*\): .*## /\1\t/p' Makefile | expand -t 14

demo: install  ## het voorbeeld: http://localhost:8000
	@exec $(PY) -m nabij demo $(ARGS)

stop:          ## stop het voorbeeld en zijn databank
	@$(PY) -m nabij stop

test: install-dev  ## alle tests (PYTEST="-k woord" voor een deel)
	@$(PY) -m pytest $(PYTEST)

check: install-dev  ## stijl, types, richtingen, sjablonen, veiligheid
	@.ci/check $(PY)

a11y: install-dev  ## elke bladzijde door axe, breed en smal, licht en donker
	@LONG=1 $(PY) -m pytest tests/accessibility

bench: install-dev  ## elke belofte van snelheid, met de vergelijking ernaast (ONLY=B13, LONG=1)
	@ONLY="$(ONLY)" LONG="$(LONG)" $(PY) bench/run.py

faults: install-dev  ## onderdelen doden onder belasting en tellen wat bewaard bleef (ONLY=F16, LONG=1)
	@ONLY="$(ONLY)" LONG="$(LONG)" $(PY) bench/faults/run.py

screens: install-dev  ## de beelden van docs/screens opnieuw
	@$(PY) -m nabij.testing.screens

docs: install-dev  ## kijk na of docs/ klopt met de code
	@$(PY) -m pytest tests/docs

clean:         ## weg met omgeving en tussenbestanden; de gegevens van Nabij blijven
	@-$(PY) -m nabij stop 2>/dev/null
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

install:
	@.ci/install $(VENV) requirements.lock requirements-dev.lock

install-dev:
	@.ci/install $(VENV) requirements-dev.lock
