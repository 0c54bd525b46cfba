# `make` alone lists what can be done. Everything runs inside .venv, which the first command sets up.
PYTHON ?= python3
BIN := .venv/bin
# Compiled once and kept, whatever the machine says: the tests start the program again and again.
unexport PYTHONDONTWRITEBYTECODE
# The locks are whole, so nothing is resolved; what is never imported need not be compiled.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-compile
.DEFAULT_GOAL := help
.PHONY: help run test test-alone test-short test-browser test-long check-format lint types bench bench-nation bench-parallel race race-short chaos years papers fuzz lock clean demo-reset

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || (echo "Python 3.11 or newer is needed: make run PYTHON=python3.12"; exit 1)
	@echo "Đang chuẩn bị môi trường Python riêng trong thư mục .venv (vài giây) …"
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Đang tải và cài các thư viện đã ghim phiên bản (khoảng một phút, tùy đường mạng) …"
	@$(PIP) --require-hashes -r requirements.lock
	@echo "Đang cài chương trình Thi Đua …"
	@$(PIP) --no-build-isolation -e .
	@touch $@
	@echo "Xong."

# What the development lock adds to the program's: `make -j2 .venv/dev.stamp` installs both at once.
.venv/tools.stamp: requirements.lock requirements-dev.lock | $(BIN)/pip
	@echo "Đang tải và cài các công cụ kiểm thử đã ghim phiên bản (khoảng một phút) …"
	@awk '/^[^ #]/ { is_known = $$1 in known; if (NR == FNR) known[$$1] } NR > FNR && !is_known' $^ >.venv/tools.lock
	@$(PIP) --require-hashes -r .venv/tools.lock
	@touch $@
	@echo "Xong."

.venv/dev.stamp: .venv/run.stamp .venv/tools.stamp
	@touch $@

run: .venv/run.stamp ## set up and start the bot (without a token: the demo, with its page)
	@$(BIN)/thidua run

# What measures time has the machine to itself; only the files that have such a test are read for it. The others share
# two cores among four, for some of them wait for processes and clocks; everything is compiled once, not by each of four.
ALONE := -m "alone and not long" $(shell grep -rl --include='test_*.py' 'mark\.alone' tests)
SHORT := -n 4 --dist worksteal -m "not browser and not long and not alone"

test: check-format lint types test-short test-alone ## format, lint, types and every test that needs no browser

test-short: .venv/dev.stamp
	@$(BIN)/pytest --collect-only -qq >/dev/null
	$(BIN)/pytest $(SHORT)

test-alone: .venv/dev.stamp
	$(BIN)/pytest $(ALONE)

test-browser: .venv/dev.stamp ## drive the page in Debian's chromium
	$(BIN)/pytest -m browser $(shell grep -rl --include='test_*.py' 'mark\.browser' tests)

# LibreOffice is no Python package; without it these tests fail, they are not skipped.
OFFICE := libreoffice-calc libreoffice-writer poppler-utils fonts-liberation

test-long: .venv/dev.stamp .venv-judge/stamp ## the slow tests, files opened by LibreOffice, and the whole suite once more on PostgreSQL
	@command -v soffice >/dev/null && command -v pdftotext >/dev/null || \
		(echo "LibreOffice is needed: apt-get install --no-install-recommends $(OFFICE)"; exit 1)
	$(BIN)/pytest -m long
	TEST_DATABASE=postgresql $(BIN)/pytest $(ALONE)
	TEST_DATABASE=postgresql $(BIN)/pytest $(SHORT)

check-format: .venv/dev.stamp
	$(BIN)/ruff format --check .

lint: .venv/dev.stamp
	$(BIN)/ruff check .

types: .venv/dev.stamp
	$(BIN)/mypy

bench: .venv/dev.stamp ## print start time, memory, the time of an answer and of a week (20 minutes, 6 GB)
	$(BIN)/python -m bench

bench-nation: .venv/dev.stamp ## 3,321 communes on PostgreSQL: a week opened, killed, a tick, one commune among all
	$(BIN)/python -m bench.nation --write docs/nation.md

bench-parallel: .venv/dev.stamp ## 20 communes answered by one process and by two, the database near and far
	$(BIN)/python -m bench.parallel --write docs/parallel.md

.venv-bench/stamp: requirements-bench.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

.venv-judge/stamp: requirements-judge.lock
	$(PYTHON) -m venv .venv-judge
	.venv-judge/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-judge.lock
	@touch $@

race: .venv/dev.stamp .venv-bench/stamp ## the same survey on this program, an older build and four others (20 minutes)
	$(BIN)/python -m bench.peers.race --peers .venv-bench/bin/python

race-short: .venv/dev.stamp .venv-bench/stamp ## the same table of 30 users alone (two minutes)
	$(BIN)/python -m bench.peers.race --peers .venv-bench/bin/python --short

chaos: .venv/dev.stamp ## 200 kills, every trouble, every broken build: the table of docs/chaos.md (15 minutes)
	$(BIN)/python -m tests.chaos --write docs/chaos.md

years: .venv/dev.stamp ## five years of the real program, every week reckoned, and how it has grown (15 minutes)
	$(BIN)/python -m tests.years

papers: .venv/dev.stamp ## the papers of a year of the sample and of a commune that missed much, into docs/tong-ket (needs LibreOffice)
	$(BIN)/python -m bench.papers docs/tong-ket

fuzz: .venv/dev.stamp ## a million messages through the reading functions, 20,000 through whole turns (an hour)
	$(BIN)/python -m tests.fuzzing

demo-reset: ## forget the demo's database and chats
	rm -rf var/demo

lock: ## renew the locked versions (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra bench -o requirements-bench.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group judge -c requirements-bench.lock -o requirements-judge.lock

clean: ## remove the environment and the caches
	rm -rf .venv .venv-bench .venv-judge .mypy_cache .ruff_cache .pytest_cache build
