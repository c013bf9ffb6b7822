#!/usr/bin/env bash
# Makes the lock files of runtimes/*/ anew from the `requirements` of their runtime.toml: for every CPython from 3.11
# on and every platform, wheels only. A layer has nothing again that one below it has.
#   lock.sh
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(tools/uv.sh)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

list() { # runtime.toml, key
  python3 -c 'import sys, tomllib; print(*tomllib.load(open(sys.argv[1], "rb"))["layer"].get(sys.argv[2], []), sep="\n")' "$@"
}

for name in base qa; do
  list "runtimes/$name/runtime.toml" requirements >"$work/$name.in"
  below=()
  for required in $(list "runtimes/$name/runtime.toml" requires); do
    below+=(--constraint "runtimes/$required/requirements.lock")
    while read -r package; do below+=(--no-emit-package "$package"); done \
      < <(grep -o '^[A-Za-z0-9_.-]*==' "runtimes/$required/requirements.lock" | tr -d =)
  done
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: --upgrade \
    --no-header --no-annotate "${below[@]}" "$work/$name.in" --output-file "$work/$name.lock"
  { echo '# Made by `make locks`.'; cat "$work/$name.lock"; } >"runtimes/$name/requirements.lock"
  echo "runtimes/$name/requirements.lock: $(grep -c '==' "runtimes/$name/requirements.lock") packages"
done
