#!/usr/bin/env bash
# Makes the lock files of runtimes/*/ anew from the `requirements` of their runtime.toml: for every CPython from 3.11
# on and every platform, wheels only. A layer has nothing again that one below it has, and of what several have, one
# version: they can be asked for together.
#   lock.sh [NAME...]   these alone; by default all. Those that are not named stay as they are, and the others follow them.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(tools/uv.sh)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

list() { # runtime.toml, key
  python3 -c 'import sys, tomllib; print(*tomllib.load(open(sys.argv[1], "rb"))["layer"].get(sys.argv[2], []), sep="\n")' "$@"
}

all=(base qa web data ops)
[ $# -gt 0 ] || set -- "${all[@]}"
settled=()
for name in "${all[@]}"; do
  case " $* " in *" $name "*) ;; *) settled+=("$name") ;; esac
done

for name in "$@"; do
  list "runtimes/$name/runtime.toml" requirements >"$work/$name.in"
  below=()
  for other in "${settled[@]}"; do below+=(--constraint "runtimes/$other/requirements.lock"); done
  for required in $(list "runtimes/$name/runtime.toml" requires); do
    while read -r package; do below+=(--no-emit-package "$package"); done \
      < <(grep -o '^[A-Za-z0-9_.-]*==' "runtimes/$required/requirements.lock" | tr -d =)
  done
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: --upgrade \
    --no-header --no-annotate "${below[@]}" "$work/$name.in" --output-file "$work/$name.lock"
  { echo '# Made by `make locks`.'; cat "$work/$name.lock"; } >"runtimes/$name/requirements.lock"
  echo "runtimes/$name/requirements.lock: $(grep -c '==' "runtimes/$name/requirements.lock") packages"
  settled+=("$name")
done
