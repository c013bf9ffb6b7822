#!/usr/bin/env bash
# Runs the tests of the sandbox on cgroup v2, in a virtual machine. VM is a command that boots one:
#   VM run x86_64 --share DIR --env NAME=VALUE -- COMMAND...
# An emulated machine is about 20 times slower; PYJURY_TEST_TIME_SCALE tells the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
vm=${1:?"give the command that boots the machine: make test-v2 VM=path"}
share=$(mktemp -d)
trap 'rm -rf "$share"' EXIT

built=$(cargo test -p pyjury-tests --test sandbox --test leftovers --test programs --no-run --message-format=json |
  /usr/bin/python3 -c 'import json, sys; print(*[m["executable"] for m in map(json.loads, sys.stdin) if m.get("executable")])')
cp $built "$share"
"$vm" run x86_64 --mem 3G --cpus 2 --timeout 1200 --share "$share" --share-ro "$PWD/tests" \
  --env PYJURY_TEST_TIME_SCALE="${PYJURY_TEST_TIME_SCALE:-20}" \
  -- sh -c "for test in $share/*; do \"\$test\" --test-threads=1 || exit 1; done"
