#!/usr/bin/env bash
# Runs the tests with one private broker for all of them, and ends it afterwards. Makes the layers before, once.
#   test.sh [argument of nextest]...
# Set CARGO to use another one. PYJURY_TEST_CHAOS=1 runs the long forms.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo=${CARGO:-cargo}

# The program itself is started by tests, and so is the broker that they share.
"$cargo" build --workspace --bins
# What runtimes are made of; kept, as all that is built here.
export PYJURY_RUNTIMES=$PWD/target/runtimes
PYJURY_UV=$(tools/uv.sh)
export PYJURY_UV
tools/layers.sh "${CARGO_TARGET_DIR:-target}/debug/pyjury" all
shared=$(mktemp -d)
broker=
finish() {
  # Its input is a pipe of ours: when that closes it ends what it started.
  if [ -n "$broker" ]; then
    exec 9>&-
    wait "$broker" || true
  fi
  rm -rf "$shared"
}
trap finish EXIT

mkfifo "$shared/until"
"$cargo" run --quiet -p pyjury-servers --bin shared-rabbitmq <"$shared/until" >"$shared/url" &
broker=$!
exec 9>"$shared/until"
for _ in $(seq 600); do
  [ -s "$shared/url" ] && break
  kill -0 "$broker" 2>/dev/null || { broker=; echo 'test: the broker did not start' >&2; exit 1; }
  sleep 0.1
done
PYJURY_TEST_AMQP=$(cat "$shared/url")
export PYJURY_TEST_AMQP
# One more than there are cores: some tests wait most of the time.
"$cargo" nextest run --workspace --test-threads $(($(nproc) + 1)) "$@" 9>&-
