# make run    set up and open the chat on the documents in corpus/
# make test   set up and pass the tests
# make test-long  kills, growth, system calls and clusters: some minutes more
# make docs   the documentation as a site in build/site (Python 3.11 or later)
# make check  lint, types, docs and all tests, as in CI
# make test-cluster  builds by Ray's workers; what a store keeps, on a server of milvus-lite's,
#                and on your own cluster: make test-cluster QA_TEST_STORE=milvus://host:19530
# make test-lost  the loss of a machine of a Ray cluster (Linux, as root: in a network of its own)
# make test-milvus  what of that a real Milvus of 2.3 keeps (Linux, as root: as above; minutes)
# make test-container  the image, built and used: make test-container CONTAINER=podman
# make test-store STORE=milvus://host:19530  what a store keeps, on your own cluster alone
# make bench  speed, quality on question sets, and altered quotations
# make bench-peers  Quoth and its peers side by side, each installed apart (half an hour, 12 GB)
# make screenshots  the pictures of the page in docs/screenshots
# make bench-quality  the table and picture of quality in docs/benchmarks.md (a quarter of an hour)
#
# On Linux, pip installs torch with CUDA (several GB) unless told where the CPU build is.
# Take the address that https://pytorch.org/get-started/locally/ gives for Linux, Pip, CPU
# after --index-url, and pass it on:  make run TORCH_INDEX=<address>

PYTHON ?= python3
CONTAINER ?= docker
VENV ?= .venv
TORCH_INDEX ?=
QUESTION_SETS ?= ../shared/eval
# Twice as many workers as processors, as tests wait a third of the time; at most one for each 3 GB
# of memory, and 8.
TEST_WORKERS ?= $(shell $(PYTHON) -c 'from os import cpu_count, sysconf; \
	memory = sysconf("SC_PAGE_SIZE") * sysconf("SC_PHYS_PAGES"); \
	print(max(1, min(8, 2 * (cpu_count() or 1), memory // (3 << 30))))')

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# In the order of tests/conftest.py: xdist would end with the files of few tests, some of which are slow.
PYTEST := $(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder --durations=20
# Tests start very many processes: none should compile what another one has compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-long test-cluster test-lost test-milvus test-store test-container check bench bench-quality bench-peers screenshots docs lint format clean
.DELETE_ON_ERROR:

run: $(VENV)/run.stamp
	$(BIN)/python app.py

test: $(VENV)/test.stamp
	@.ci/chromium || true
	$(PYTEST) -m "not long"

test-long: $(VENV)/cluster.stamp
	@.ci/strace || true
	$(PYTEST) -m "long and not cluster"

test-cluster: $(VENV)/cluster.stamp
	QA_TEST_STORE=$(QA_TEST_STORE) QA_TEST_STORE_TOKEN="$$QA_STORE_TOKEN" \
	  $(BIN)/python -m pytest tests/indexing/ray/test_workers.py \
	  tests/stores/test_contract.py tests/stores/test_clusters.py tests/stores/milvus

test-lost: $(VENV)/cluster.stamp
	QA_TEST_CLUSTER=1 unshare --net sh -c \
	  'ip link set lo up && exec $(BIN)/python -m pytest tests/indexing/ray/test_cluster.py'

test-milvus: $(VENV)/cluster.stamp build/milvus-2.3/stamp
	QA_TEST_MILVUS=$(CURDIR)/build/milvus-2.3/bin/milvus-server \
	  unshare --net --pid --fork --mount-proc sh -c 'ip link set lo up && \
	  exec $(BIN)/python -m pytest tests/stores/test_contract.py tests/stores/test_clusters.py \
	    tests/stores/milvus'

test-store: $(VENV)/cluster.stamp
	@test -n "$(STORE)" || { echo "Name it: make test-store STORE=milvus://host:19530"; exit 1; }
	QA_TEST_STORE=$(STORE) QA_TEST_STORE_TOKEN="$$QA_STORE_TOKEN" $(BIN)/python -m pytest -k named \
	  tests/stores/test_contract.py tests/stores/test_clusters.py tests/stores/milvus

test-container: $(VENV)/test.stamp
	QA_TEST_CONTAINER='$(CONTAINER)' $(BIN)/python -m pytest tests/installation/test_container.py

# All tests in one run: they are collected once, and no worker waits for the last of the others twice.
check: $(VENV)/check.stamp
	$(MAKE) -j2 lint docs
	@.ci/chromium || true
	@.ci/strace || true
	$(PYTEST) -m "not cluster"

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

docs: $(VENV)/dev.stamp
	@if $(BIN)/python -c 'import zensical' 2>/dev/null; then \
	  $(BIN)/zensical build --strict --clean && $(BIN)/python -m pytest tests/docs/test_site.py; \
	else echo "The site is not built: its generator needs Python 3.11 or later."; fi

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: bench-quality $(VENV)/cluster.stamp
	$(BIN)/python -m tests.benchmarks.speed $(QUESTION_SETS)
	$(BIN)/python -m tests.benchmarks.growth $(QUESTION_SETS) --plot docs/growth.png
	$(BIN)/python -m tests.benchmarks.claims $(QUESTION_SETS)
	$(BIN)/python -m tests.benchmarks.ingestion $(QUESTION_SETS)
	$(BIN)/python -m tests.benchmarks.store $(QUESTION_SETS)

bench-quality: $(VENV)/test.stamp
	$(BIN)/python -m tests.benchmarks.quality $(QUESTION_SETS)

bench-peers: $(VENV)/test.stamp
	$(BIN)/python -m tests.benchmarks.peers $(QUESTION_SETS) \
	  $(if $(TORCH_INDEX),--torch-index $(TORCH_INDEX))

screenshots: $(VENV)/test.stamp
	$(BIN)/python -m tests.screenshots

clean:
	rm -rf $(VENV) build .cache *.egg-info

# Each installs all that it needs at once: pip takes seconds to find that nothing is missing.
$(VENV)/test.stamp: EXTRAS = [test]
$(VENV)/cluster.stamp: EXTRAS = [test,cluster-test]
$(VENV)/dev.stamp: EXTRAS = [test,dev]
$(VENV)/check.stamp: EXTRAS = [test,cluster-test,dev]
# What is then installed too.
$(VENV)/test.stamp: WITH = run
$(VENV)/cluster.stamp $(VENV)/dev.stamp: WITH = run test
$(VENV)/check.stamp: WITH = run test cluster dev

$(VENV)/run.stamp $(VENV)/test.stamp $(VENV)/cluster.stamp $(VENV)/dev.stamp $(VENV)/check.stamp: \
  pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Quoth needs Python 3.10 to 3.13; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV); the first time this takes some minutes."
	$(if $(TORCH_INDEX),$(PIP) torch --index-url $(TORCH_INDEX))
	$(PIP) --no-compile -e '.$(EXTRAS)'
	@# All processors compile; pip would use one. Templates that are not Python fail, which is fine.
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true
	@touch $(WITH:%=$(VENV)/%.stamp) $@

build/milvus-2.3/stamp:
	@mkdir -p build
	$(PYTHON) -m venv build/milvus-2.3
	build/milvus-2.3/bin/pip install --quiet --disable-pip-version-check milvus==2.3.5 "setuptools<80"
	@touch $@
