#!/usr/bin/env bash
# Prints where uv is: the one that PYJURY_UV names, the one in PATH, or one that is installed into a folder of its own.
#   uv.sh
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${PYJURY_UV:-}" ]; then echo "$PYJURY_UV"; exit; fi
if command -v uv; then exit; fi
own=${CARGO_TARGET_DIR:-$PWD/target}/uv
if [ ! -x "$own/bin/uv" ]; then
  rm -rf "$own"
  echo 'installing uv, which makes layers of runtimes' >&2
  /usr/bin/python3 -m venv "$own" >&2
  "$own/bin/pip" install --quiet --disable-pip-version-check uv >&2
fi
echo "$own/bin/uv"
