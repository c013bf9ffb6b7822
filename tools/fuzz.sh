#!/usr/bin/env bash
# Fuzzes: builds the targets with coverage for libFuzzer, on stable Rust, runs each for a while, and keeps of what it
# found the hundred inputs that reach most (fuzz/corpus). All of it stays in target/fuzz/corpus, for the next run here.
#   fuzz.sh SECONDS [TARGET]...
# An input that breaks a target is left in target/fuzz/found, and the script fails.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo=${CARGO:-cargo}
seconds=${1:?expected how many seconds each target runs for}
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cd fuzz/fuzz_targets && basename -s .rs -- *.rs)
command -v c++ >/dev/null || { echo 'fuzz: a C++ compiler is missing, for libFuzzer: install g++' >&2; exit 1; }

# What cargo-fuzz sets for `--sanitizer none`, on whose coverage libFuzzer works. With a target named, build scripts
# and macros are built without.
host=$(rustc -vV | sed -n 's/^host: //p')
coverage=(
  -Cpasses=sancov-module
  -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
  -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares
)
RUSTFLAGS="--cfg fuzzing ${coverage[*]}" "$cargo" build --locked --release \
  --manifest-path fuzz/Cargo.toml --target "$host" --target-dir target/fuzz

# Keeps at most 100 inputs and 200 KiB. A merge writes first what adds most; how often an edge is taken doesn't count.
keep() { # program, kept, working
  local merged
  merged=$(mktemp -d)
  "$1" -max_len=16384 -set_cover_merge=1 -use_counters=0 "$merged" "$2" "$3"
  find "$2" -type f -delete
  find "$merged" -type f -printf '%T@ %s %p\n' | sort -n |
    awk '$2 + bytes <= 200 * 1024 && n < 100 { n++; bytes += $2; print $3 }' | xargs -r mv -t "$2"
  rm -r "$merged"
}

edges() { grep -o 'cov: [0-9]*' | tail -1 | cut -d' ' -f2; }

found=target/fuzz/found
mkdir -p "$found"
failed=()
for target in "${targets[@]}"; do
  program=target/fuzz/$host/release/$target
  kept=fuzz/corpus/$target
  working=target/fuzz/corpus/$target
  log=target/fuzz/$target.log
  mkdir -p "$kept" "$working"
  # The fuzzer has its memory from the same account; a target has little beside it.
  limits=(-timeout=10 -rss_limit_mb=1024 -max_len=16384 -artifact_prefix="$found/$target-")
  dictionary=fuzz/dictionaries/$target.dict
  [ ! -e "$dictionary" ] || limits+=(-dict="$dictionary")
  printf '%-10s ' "$target"
  if ! "$program" "${limits[@]}" -max_total_time="$seconds" -print_final_stats=1 "$working" "$kept" >"$log" 2>&1; then
    failed+=("$target")
    echo "broken: see $log"
    continue
  fi
  keep "$program" "$kept" "$working" 2>"$log.merge"
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  again=$("$program" -runs=0 "$kept" 2>&1)
  echo "$executions executions, $(edges <"$log") edges; kept $(find "$kept" -type f | wc -l) inputs," \
    "$(edges <<<"$again") edges"
done
[ ${#failed[@]} = 0 ] || { echo "fuzz: broken: ${failed[*]}; the inputs are in $found" >&2; exit 1; }
