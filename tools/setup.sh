#!/usr/bin/env bash
# Installs what a target needs and the machine lacks (Debian, Ubuntu), or says what to install.
#   setup.sh build   a compiler for C (SQLite, the TLS provider) and C++ (validators), CPython with venv (for uv)
#   setup.sh test    CPython's own tests; Redis and RabbitMQ, whose services are left alone where they are there,
#                    and not started where they are not: tests start private ones on ports of their own

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
  # Where uv is missing, it is installed into a folder of its own (tools/uv.sh).
  [ -n "${PYJURY_UV:-}" ] || command -v uv >/dev/null ||
    /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
  ;;
test)
  need redis-server redis-server
  need redis-cli redis-tools
  # Hosts with cables of their own.
  need ip iproute2
  need nsenter util-linux
  # They come with the version of the interpreter that runs use: the newest, as runtimes/base/runtime.toml has it.
  python=$(ls -d /usr/bin/python3.1[0-9] | sort -V | tail -1)
  need "/usr/lib/${python##*/}/test/test_os.py" "lib${python##*/}-testsuite"
  need /usr/lib/rabbitmq/bin/rabbitmq-server rabbitmq-server
  ;;
*) fail "unknown: $1" ;;
esac

if [ ${#packages[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || fail "please install: ${packages[*]}"
  say "installing ${packages[*]}"
  apt-get update -qq
  if [ "$1" = test ]; then
    # Packages ask this file whether they may start their services: they may not.
    refuse=/usr/sbin/policy-rc.d
    if [ ! -e "$refuse" ]; then
      trap 'rm -f "$refuse"' EXIT
      printf '#!/bin/sh\nexit 101\n' >"$refuse"
      chmod +x "$refuse"
    fi
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
  if [ "$1" = test ] && command -v systemctl >/dev/null; then
    # Nor at the next start of the machine.
    for service in redis-server rabbitmq-server; do
      case " ${packages[*]} " in *" $service "*) systemctl disable --quiet "$service" 2>/dev/null || true ;; esac
    done
  fi
fi
