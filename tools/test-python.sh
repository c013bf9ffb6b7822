#!/usr/bin/env bash
# Runs the tests of the harness (python/tests) with the pytest of the base layer, two files side by side. PYJURY_TEST_PYTHONS
# names interpreters to test with, with colons between; unless it does, the distribution's CPython alone.
#   test-python.sh [argument of pytest]...
set -euo pipefail
cd "$(dirname "$0")/.."
export PYJURY_RUNTIMES=$PWD/target/runtimes
PYJURY_UV=$(tools/uv.sh)
export PYJURY_UV
tools/layers.sh "${CARGO_TARGET_DIR:-target}/debug/pyjury" all
python=$(command -v /usr/bin/python3)
abi=$("$python" -c 'import sys; print("cpython-%d%d" % sys.version_info[:2])')
site=$(echo "$PYJURY_RUNTIMES"/current/base."$abi"-*/site)
# Seen by the tests of ruff and mypy alone: its plug-ins of pytest would change all others.
PYJURY_TEST_QA=$(echo "$PYJURY_RUNTIMES"/current/qa."$abi"-*/site)
export PYJURY_TEST_QA
# But for the one that runs files side by side.
beside=$(mktemp -d)
trap 'rm -rf "$beside"' EXIT
ln -s "$PYJURY_TEST_QA/xdist" "$PYJURY_TEST_QA/execnet" "$beside"
cd python/tests
PYTHONPATH=$site:$beside PYJURY_LAYERS=$site PYTHONDONTWRITEBYTECODE=1 \
  "$python" -m pytest -q -p no:cacheprovider -p no:asyncio -p xdist.plugin -n 2 --dist loadfile "$@"
