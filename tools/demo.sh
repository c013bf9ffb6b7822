#!/usr/bin/env bash
# Starts the whole judge on this machine, submits real programs to real problems over gRPC, and shows the
# verdicts as they come. Ends by itself: 0 when every verdict was the expected one.
#   demo.sh PYJURY
set -euo pipefail
cd "$(dirname "$0")/.."
pyjury=${1:?the pyjury to show}

data=$(mktemp -d)
server=
finish() {
  local failed=$?
  [ "$failed" = 0 ] || cat "$data/up.log" >&2
  if [ -n "$server" ]; then kill -TERM "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; fi
  rm -rf "$data"
}
trap finish EXIT

free_port() { /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free_port)
http=$(free_port)
export PYJURY_SERVER="http://127.0.0.1:$port" PYJURY_DATA="$data"

# Expected verdict, problem, submission. Problems that state their time limits: finding one takes a while.
shows=(
  "AC  order-matching   accepted/two_heaps.py"
  "WA  order-matching   wrong_answer/ties_by_id.py"
  "TLE far-apart        time_limit_exceeded/all_pairs.py"
  "MLE kth-smallest     memory_limit_exceeded/keeps_every_prefix.py"
  "OLE year-hundred     output_limit_exceeded/prints_in_a_loop.py"
  "RTE year-hundred     run_time_error/forgets_int.py"
  "CE  year-hundred     compile_error/missing_bracket.py"
  "SV  year-hundred     security_violation/traces_itself.py"
  "AC  guess-the-number accepted/halving.py"
  "AC  kth-smallest     accepted/heap.py"
  "AC  bank-account     accepted/properties"
  "WA  bank-account     rejected/always_equal"
  "AC  unit-commands    accepted/with_argparse.py"
)
# Graders that need pytest, where its layer is built.
if "$pyjury" runtime list 2>/dev/null | grep -qw base; then
  shows+=(
    "AC  two-fer          accepted/strips"
    "SV  two-fer          security_violation/skips_the_tests"
  )
fi
mapfile -t problems < <(printf '%s\n' "${shows[@]}" | awk '{ print "problems/" $2 }' | sort -u)

echo "starting: pyjury up --listen 127.0.0.1:$port --http 127.0.0.1:$http --problems ..."
"$pyjury" up --data "$data" --listen "127.0.0.1:$port" --http "127.0.0.1:$http" --log warn --problems "${problems[@]}" 2>"$data/up.log" &
server=$!
# A minute on a slow machine, ten where everything is emulated.
for _ in $(seq "$((300 * ${PYJURY_TEST_TIME_SCALE:-1}))"); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$http") 2>/dev/null && "$pyjury" list --json >/dev/null 2>&1; then break; fi
  kill -0 "$server" 2>/dev/null || exit 1
  sleep 0.2
done

wrong=0
show() {
  local expected=$1 problem=$2 file=$3
  printf '\n%s: problems/%s/submissions/%s\n' "$expected expected" "$problem" "$file"
  # Exit code 3 is a judging error: seen in the verdict too.
  "$pyjury" submit "$problem" "problems/$problem/submissions/$file" --watch | tee "$data/out" || true
  if ! grep -qw "$expected" "$data/out"; then
    printf 'expected %s\n' "$expected" >&2
    wrong=$((wrong + 1))
  fi
}

for one in "${shows[@]}"; do
  read -r expected problem file <<<"$one"
  show "$expected" "$problem" "$file"
done

printf '\nall submissions, newest first:\n'
"$pyjury" list
printf '\n'
if [ "$wrong" != 0 ]; then
  printf '%s verdicts were not the expected ones\n' "$wrong" >&2
  exit 1
fi
echo 'Every verdict was the expected one.'
