#!/usr/bin/env bash
# Installs what a target needs and the machine lacks (Debian, Ubuntu), or says what to install.
#   setup.sh build   a compiler for C (SQLite, the TLS provider) and C++ (validators), CPython

set -euo pipefail

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

command -v cargo >/dev/null || fail 'Rust is missing: install it with rustup (https://rustup.rs), then try again'
[ "$(id -u)" = 0 ] || fail 'root is needed: runs are confined with namespaces and cgroups; try again with sudo'

packages=()
need() { # command or file, package
  command -v "$1" >/dev/null || [ -e "$1" ] || packages+=("$2")
}

case "${1:?build}" in
build)
  need cc gcc
  need g++ g++
  # A CPython of the distribution: one under a home folder can't be shown to a run of another uid.
  ls /usr/bin/python3.1[0-9] >/dev/null 2>&1 || packages+=(python3)
  # The distribution may split the standard library.
  /usr/bin/python3 -c 'import sqlite3, ctypes, multiprocessing' 2>/dev/null || packages+=(python3 libpython3-stdlib)
  ;;
*) fail "unknown: $1" ;;
esac

if [ ${#packages[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || fail "please install: ${packages[*]}"
  say "installing ${packages[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi
