# What people and CI call. `make demo` and `make test` do all their own set-up on Debian or Ubuntu as root.

SHELL := /bin/bash
.DEFAULT_GOAL := help
CARGO ?= cargo
DEBUG := $(or $(CARGO_TARGET_DIR),target)/debug

# Versions of the tools that are built when they are missing.
NEXTEST_VERSION := 0.9.143

.PHONY: help demo layers locks test test-cpython chaos fuzz fuzz-seeds lint fmt doc deny bench test-v2 test-arm64 setup setup-test

help:
	@echo 'make demo     build, start the whole judge, submit real programs, show the verdicts'
	@echo 'make layers   the layers of runtimes (pytest and what tests are made with), by uv, once'
	@echo 'make test     every test; needs root (namespaces, cgroups)'
	@echo 'make test-cpython  CPython'"'"'s own tests inside the sandbox, all of them: half an hour; installs their package'
	@echo 'make chaos    the long forms: every failpoint of every role; 2,000 submissions while everything is killed'
	@echo 'make fuzz     every reader of untrusted bytes, five minutes each (SECONDS=300, TARGETS="checker wire")'
	@echo 'make lint     formatting, clippy, docs, licences'
	@echo 'make bench    what a run costs, what the judge can take'
	@echo 'make test-v2  the sandbox on cgroup v2: as root, rootless, in a container, and without each guard (VM=path to a runner of virtual machines)'
	@echo 'make test-arm64  the sandbox and the demo on arm64 (VM=path to a runner)'

# Root, a C compiler, CPython: what a run needs of the machine.
setup:
	@tools/setup.sh build

# And Redis and RabbitMQ, of which the tests start private ones.
setup-test: setup
	@tools/setup.sh test
	@command -v cargo-nextest >/dev/null || $(CARGO) install cargo-nextest --locked --version $(NEXTEST_VERSION)

# With the build that the tests use too. Without uv, or an index of packages that can be reached, there is the standard
# library, which is what most of it needs.
demo: setup
	$(CARGO) build --bin pyjury
	@tools/layers.sh $(DEBUG)/pyjury || echo 'no layers: problems that need pytest can'"'"'t be judged yet (make layers)'
	@tools/demo.sh $(DEBUG)/pyjury

layers: setup
	$(CARGO) build --release --bin pyjury
	@tools/layers.sh target/release/pyjury all

# The lock files of runtimes/*, from what their runtime.toml asks for.
locks:
	@tools/lock.sh

test: setup-test
	@tools/test.sh --all-targets --no-fail-fast
	@tools/test-python.sh
	$(CARGO) test --workspace --doc

# Those that take long; the others are part of `make test`.
test-cpython: setup-test
	@tools/test.sh --run-ignored only --no-capture -E 'binary(cpython)'

chaos: setup-test
	@PYJURY_TEST_CHAOS=1 tools/test.sh --no-fail-fast --success-output immediate \
	  -E 'package(pyjury-tests) & (binary(failpoints) + binary(site) + binary(takeover))'
	$(CARGO) build --release --bin pyjury --bin pyjury-chaos
	target/release/pyjury-chaos --pyjury target/release/pyjury $(CHAOS)

fuzz: setup
	@tools/fuzz.sh $(or $(SECONDS),300) $(TARGETS)

# Adds what the tests make to the kept inputs; a run of the fuzzer then drops what adds nothing.
fuzz-seeds:
	PYJURY_PLANT_SEEDS=1 $(CARGO) nextest run --workspace --lib -E 'test(/^fuzzing::/)'

lint: fmt
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --workspace --no-deps --document-private-items

fmt:
	$(CARGO) fmt --all --check
	$(CARGO) fmt --manifest-path fuzz/Cargo.toml --check

doc:
	$(CARGO) doc --workspace --no-deps --open

# A debug build of the tool: it is built for one look at a few hundred lines.
deny:
	@command -v cargo-deny >/dev/null || $(CARGO) install cargo-deny --locked --debug
	$(CARGO) deny check bans licenses sources
	$(CARGO) deny --manifest-path fuzz/Cargo.toml --config deny.toml check bans licenses sources

bench: setup-test
	@command -v bwrap >/dev/null || apt-get install -y -qq --no-install-recommends bubblewrap >/dev/null
	$(CARGO) build --release --bin pyjury --bin pyjury-bench
	PYJURY_RUNTIMES=$(CURDIR)/target/runtimes tools/layers.sh target/release/pyjury
	PYJURY_RUNTIMES=$(CURDIR)/target/runtimes target/release/pyjury-bench --pyjury target/release/pyjury

test-v2: setup
	@tools/test-v2.sh "$(VM)" $(or $(SUITES),all)

test-arm64: setup
	@tools/test-arm64.sh "$(VM)"
