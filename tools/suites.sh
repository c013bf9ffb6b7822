#!/usr/bin/env bash
# Inside a throw-away machine: runs test programs in a form (form.sh), and prints how long each took.
#   suites.sh FOLDER FORM SUITE...
set -uo pipefail
folder=$1 form=$2
shift 2
cd /tmp
failed=0
for suite in "$@"; do
  arguments=(--test-threads=1)
  # What lifts guards is ignored on machines that are still needed.
  if [[ $suite == guards ]]; then arguments+=(--ignored --nocapture); fi
  # Kept inputs stay at home; `make test` reads them.
  if [[ $suite == units ]]; then arguments+=(--skip fuzzing::); fi
  started=$SECONDS
  "$folder/form.sh" "$form" "$folder/$suite" "${arguments[@]}" || failed=1
  printf '== %s, %s: %ss%s\n' "$form" "$suite" $((SECONDS - started)) "$([[ $failed == 0 ]] || echo ', failures so far')"
done
exit $failed
