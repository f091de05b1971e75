# The one gate, the same on a desk and in continuous integration: `make gate`.
#
#   make test        install everything into .venv and run all tests, Rust and Python
#   make check       formatters, linters, strict types, stub, documentation site
#   make site        the documentation site alone, into target/site
#   make test-wheel  build the wheel and run the Python tests again from it, in a clean environment
#   make guard       fail if a path has become slower, by ratios that a busy machine does not move
#   make test-pythons  run the Python tests on 3.12 and 3.13, where they are there; not part of the gate
#   make gate        check, test, guard and test-wheel; `.ci/run` runs the same four
#   make soak        the outer ring, not part of the gate: all products, long fuzz, a thousand kills, flat memory for
#                    an hour; MINUTES=6 for six minutes, and a tenth of what has a number in Python

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STEP := .ci/step

# The binding is compiled for the interpreter that tests it, by plain cargo as by maturin.
export PYO3_PYTHON := $(CURDIR)/$(BIN)/python

# A hanging Rust test ends the gate instead of holding it up; pytest has a limit for each test of its own.
RUST_LIMIT := $(if $(shell command -v timeout),timeout --kill-after=10 900,)

.PHONY: gate test check guard test-wheel install tools test-rust test-loom test-python test-pythons \
	soak soak-rust soak-python soak-kills soak-kept soak-flat \
	check-rust check-python check-stub site models docs bench format wheel wheel-aarch64 fuzz

gate: check test guard test-wheel

# ---- installing

$(VENV)/.tools: pyproject.toml
	@$(STEP) "create $(VENV) and install the tools" .ci/make-venv "$(PYTHON)" $(VENV)
	@touch $@

tools: $(VENV)/.tools

# Always: pip cannot see whether the Rust sources have changed, and cargo rebuilds only what has. Without isolation the
# environment's own maturin is found by PATH, and all builds share what cargo has compiled.
install: tools
	@$(STEP) "build and install appserver" env PATH="$(CURDIR)/$(BIN):$$PATH" \
		$(BIN)/python -m pip install --quiet --no-build-isolation --editable '.[cli]'

# ---- testing

# Rust first: a fault of the core shows there in fewer steps.
test: install
	@$(MAKE) --no-print-directory test-rust test-loom test-python

# Without the binding crate: it has no tests in Rust, and linking one would need a shared libpython.
test-rust:
	@$(STEP) "Rust tests" $(RUST_LIMIT) cargo test --locked --quiet

# Not part of the gate, which runs the same bodies on stable: a minute each, where cargo-fuzz and a nightly compiler are.
fuzz:
	@for target in envelope lines events; do \
		$(STEP) "fuzz $$target" cargo +nightly fuzz run --fuzz-dir rust/fuzz $$target -- -max_total_time=60 \
			|| exit 1; \
	done

# A target directory of its own: the flag would otherwise rebuild everything twice.
test-loom:
	@$(STEP) "loom: every interleaving" env RUSTFLAGS="--cfg loom" CARGO_TARGET_DIR=target/loom \
		$(RUST_LIMIT) cargo test --locked --quiet --release -p appserver-runtime --test loom

# `make test-python PYTHON=3.12` runs them on another interpreter, in an environment of its own.
test-python:
	@$(STEP) "Python tests" $(if $(filter command,$(firstword $(origin PYTHON))),\
		.ci/test-python "$(PYTHON)" $(VENV),.ci/pytest $(BIN)/python)

# Not part of the gate: on those of these versions that there are, on PATH or in pyenv.
test-pythons:
	@for version in 3.12 3.13; do \
		if .ci/find-python $$version >/dev/null; then \
			$(MAKE) --no-print-directory test-python PYTHON=$$version || exit 1; \
		fi; \
	done

# ---- soaking

MINUTES ?= 60
SOAK := env APPSERVER_SOAK_MINUTES=$(MINUTES)
IN_A_SOAK := tests/soak

# The outer ring: what `make test` does once, with all products and large numbers. It takes an hour and more.
soak: install
	@$(MAKE) --no-print-directory soak-rust soak-python soak-kills soak-kept soak-flat

soak-rust:
	@$(STEP) "soak: long fuzz of the core and the wire" $(SOAK) $(subst 900,7200,$(RUST_LIMIT)) \
		cargo test --locked --quiet --release

soak-python:
	@$(STEP) "soak: all products, long fuzz" $(SOAK) .ci/pytest $(BIN)/python --ignore $(IN_A_SOAK)

soak-kills:
	@$(STEP) "soak: a busy host is killed" $(SOAK) $(BIN)/python -m pytest -q $(IN_A_SOAK)/test_kills.py

soak-kept:
	@$(STEP) "soak: very many threads and turns" $(SOAK) $(BIN)/python -m pytest -q $(IN_A_SOAK)/test_kept.py

soak-flat:
	@$(STEP) "soak: flat memory and descriptors for $(MINUTES) minutes" \
		$(SOAK) $(BIN)/python -m pytest $(IN_A_SOAK)/test_flat.py

# ---- checking

check: install
	@$(MAKE) --no-print-directory check-rust check-python check-stub site

check-rust:
	@$(STEP) "cargo fmt" cargo fmt --all --check
	@$(STEP) "cargo clippy" cargo clippy --locked --quiet --workspace --all-targets -- -D warnings
	@$(STEP) "cargo clippy of the generator of tokens" cargo clippy --locked --quiet \
		--manifest-path benches/generator/Cargo.toml --target-dir target -- -D warnings
	@$(STEP) "the targets of cargo-fuzz compile" cargo check --quiet --manifest-path rust/fuzz/Cargo.toml --target-dir target

check-python: tools
	@$(STEP) "ruff check" $(BIN)/ruff check .
	@$(STEP) "ruff format" $(BIN)/ruff format --check .
	@$(STEP) "mypy" $(BIN)/python -m mypy
	@$(STEP) "pyright" $(BIN)/python -m pyright --pythonpath $(BIN)/python
	@$(STEP) "pyright: snippets and examples, strictly" $(BIN)/python -m docs.check_types

check-stub:
	@$(STEP) "the stub equals the runtime" $(BIN)/python -m mypy.stubtest appserver._core

# Without a network; a dead link, or a docstring that does not describe its function, fails it.
site: install
	@$(STEP) "the documentation site" $(BIN)/python -m docs.site

# ---- guarding speed

guard: install
	@$(STEP) "the guard of the speed" $(BIN)/python -m benches guard

# ---- the wheel

wheel: tools
	@$(STEP) "build the wheel" .ci/build-wheel $(BIN)/python target/wheel

# For another processor, where zig can; what it builds is not run here.
wheel-aarch64: tools
	@$(STEP) "build the wheel for aarch64" .ci/build-wheel $(BIN)/python target/wheel-aarch64 aarch64-unknown-linux-gnu

test-wheel: wheel
	@$(STEP) "Python tests from the wheel" .ci/test-wheel $(BIN)/python target/wheel

# ---- writing

format: tools
	cargo fmt --all
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The models of the protocol, from the schemas of the program in openai-codex-cli-bin; a test fails when one is stale.
models: tools
	$(BIN)/python -m generator
	$(BIN)/python -m generator.sync

# Tables in README.md and docs/ that are drawn from the code or from measurements; tests fail when one is stale.
docs: install
	$(BIN)/python -m docs.render
	$(BIN)/python -m benches render

# Not part of the gate: it takes minutes, and wants a machine with nothing else to do.
bench: install
	@$(STEP) "install what plots and profiles" $(BIN)/python -m pip install --quiet --group bench
	@$(STEP) "install the peers" $(BIN)/python -m benches setup
	@$(STEP) "benchmarks" $(BIN)/python -m benches
