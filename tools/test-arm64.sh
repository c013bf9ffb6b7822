#!/usr/bin/env bash
# Builds for arm64 and runs the tests of the sandbox, the attacks and the demo in an arm64 machine (cgroup v2).
# VM is as for test-v2.sh, and also builds for another architecture:
#   VM cross-build -- CARGO-ARGUMENTS...
set -euo pipefail
cd "$(dirname "$0")/.."
vm=${1:?"give the command that boots the machine: make test-arm64 VM=path"}
# shellcheck source=tools/built.sh
. tools/built.sh
share=$(mktemp -d)
trap 'rm -rf "$share"' EXIT
chmod 755 "$share"
built "$share" "$vm" cross-build --
cp tools/form.sh tools/suites.sh "$share"

machine() {
  local seconds=$1
  shift
  boot arm64 --mem 3G --cpus 2 --timeout "$seconds" --share-ro "$share" --share-ro "$PWD/tests" \
    --share-ro "$PWD/docs" --share-ro "$PWD/tools" --share-ro "$PWD/problems" --env PYJURY_THROWAWAY_MACHINE=1 \
    --env PYJURY_TEST_TIME_SCALE="${PYJURY_TEST_TIME_SCALE:-20}" -- "$@"
}

machine 3600 bash "$share/suites.sh" "$share" root units sandbox leftovers programs escape guards
# Limits are in the time of an ordinary node, not of this one; what is usual is not known of every CPython.
machine 1800 env PYJURY_REFERENCE_TIME=400ms bash "$PWD/tools/demo.sh" "$share/pyjury"
