# Parley's commands. `make` alone lists them.

PYTHON ?= python3
IN_ENVIRONMENT = $(PYTHON) -I config/bootstrap.py

.PHONY: help run test lint types bench chaos lock

help:
	@echo "make run     start Parley here; needs only Python 3.11 (PORT, ENGINE_PORT, DATA_DIR)"
	@echo "make test    install what the tests need, run everything (see docs/testing.md)"
	@echo "make lint    format, lint, types of imports and rules"
	@echo "make types   mypy and tsc"
	@echo "make bench   measure the voice loop in a real browser, write docs/performance.md"
	@echo "make chaos   break every part under load, read the rows, write docs/reliability.md (an hour)"
	@echo "make lock    write config/locks/ anew from pyproject.toml"

run:
	@$(IN_ENVIRONMENT) run config.supervisor

test:
	@$(IN_ENVIRONMENT) test tests.run

lint:
	@$(IN_ENVIRONMENT) test tests.run format lint layers

types:
	@$(IN_ENVIRONMENT) test tests.run types

bench:
	@$(IN_ENVIRONMENT) test tests.bench

chaos:
	@$(IN_ENVIRONMENT) test tests.chaos

lock:
	@$(PYTHON) -I config/lock.py
