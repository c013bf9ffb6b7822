#!/usr/bin/env bash
# Makes the layers that packages of this repository need, once: what is there already is checked and kept.
#   layers.sh PYJURY [NAME...]   base alone if there is no name; `all`: every one of runtimes/
set -euo pipefail
cd "$(dirname "$0")/.."
pyjury=${1:?the pyjury to make them with}
shift
PYJURY_UV=$(tools/uv.sh)
export PYJURY_UV
if [ "${1:-}" = all ]; then
  shopt -s nullglob
  set -- runtimes/*/requirements.lock
  set -- "${@%/requirements.lock}"
  set -- "${@#runtimes/}"
fi
exec "$pyjury" runtime build "${@:-base}"
