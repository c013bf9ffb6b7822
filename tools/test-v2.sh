#!/usr/bin/env bash
# Runs the tests of the sandbox on cgroup v2, in virtual machines. VM is a command that boots one and runs a
# command in it as root:
#   VM run x86_64 --share-ro DIR --env NAME=VALUE --timeout SECONDS -- COMMAND...
# An emulated machine is about 20 times slower; PYJURY_TEST_TIME_SCALE tells the tests.
#   test-v2.sh VM [all]    every suite as root, rootless and in a container; every guard lifted
#   test-v2.sh VM guards   the units, and one attack per guard, with it and without it
#   test-v2.sh VM FORM     every suite in one form: root, rootless or container
set -euo pipefail
cd "$(dirname "$0")/.."
vm=${1:?"give the command that boots the machine: make test-v2 VM=path"}
which=${2:-all}
# shellcheck source=tools/built.sh
. tools/built.sh
share=$(mktemp -d)
trap 'rm -rf "$share"' EXIT
chmod 755 "$share"
built "$share" cargo
cp tools/form.sh tools/suites.sh "$share"

machine() { # seconds, breaks, form, suites
  local seconds=$1 breaks=$2
  shift 2
  boot x86_64 --mem 3G --cpus 2 --timeout "$seconds" --share-ro "$share" --share-ro "$PWD/tests" \
    --share-ro "$PWD/docs" \
    --env PYJURY_THROWAWAY_MACHINE=1 --env PYJURY_TEST_BREAKS="$breaks" \
    --env PYJURY_TEST_TIME_SCALE="${PYJURY_TEST_TIME_SCALE:-20}" \
    -- bash "$share/suites.sh" "$share" "$@"
}

suites() {
  local units=()
  # They are of a kernel, not of a form.
  if [ "$1" = root ]; then units=(units); fi
  machine 3600 all "$1" "${units[@]}" sandbox leftovers programs escape
}

case $which in
  guards) machine 900 one root units guards ;;
  all)
    machine 1800 all root guards
    for form in root rootless container; do
      suites $form
    done
    ;;
  root | rootless | container) suites "$which" ;;
  *) echo "test-v2.sh knows all, guards, root, rootless and container, not $which" >&2; exit 2 ;;
esac
