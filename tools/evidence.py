#!/usr/bin/env python3
"""Writes evidence.toml: which system calls CPython and the packages of a runtime make, and for whom.

    tools/evidence.py            runtimes/base/evidence.toml
    tools/evidence.py layers     runtimes/LAYER/evidence.toml, of the programs of tests/layered; needs `make layers`

Traces each module of tests/cpython/modules.toml, the honest programs of tests/programs and a C++ compiler on the bare
host, as an ordinary user, in namespaces that end with it. Needs root, strace 6 and the package of CPython's tests.
Takes about as long as `make test-cpython`. What was traced is kept in target/evidence, and not traced again: remove it
to begin anew.

A call is one line: its name and the first that made it. Where the policy looks at arguments, each combination that
was seen is a line of its own. What every start of the interpreter does is traced once, and said to be "start":
leaving it out later keeps the tests near their own speed, so that their time limits hold.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
INTERPRETER = "/usr/bin/python3"
# Programs that show what a judge has to stand try it; these only do what people do.
HONEST = ("hello", "works_", "print_", "stdin_", "signal_handlers")
# Arguments that the policy looks at: call -> {number: (place in what strace prints, mask)}. A mask of None tells
# only whether it is 0.
WHOLE = 0xFFFF_FFFF
ARGUMENTS = {
    "arch_prctl": {0: (0, WHOLE)},
    "clone": {0: ("flags=", WHOLE)},
    "fadvise64": {3: (3, WHOLE)},
    "fcntl": {1: (1, WHOLE)},
    "ioctl": {1: (1, WHOLE)},
    "madvise": {2: (2, WHOLE)},
    "memfd_create": {1: (1, WHOLE)},
    "mknod": {1: (1, 0xF000)},
    "mknodat": {2: (2, 0xF000)},
    "mmap": {3: (3, 0x40000)},
    "prctl": {0: (0, WHOLE)},
    "preadv2": {5: (4, WHOLE)},
    "prlimit64": {1: (1, WHOLE), 2: (2, None)},
    "pwritev2": {5: (4, WHOLE)},
    "sendmmsg": {3: (3, WHOLE)},
    "sendmsg": {2: (2, WHOLE)},
    "sendto": {3: (3, WHOLE)},
    "setrlimit": {0: (0, WHOLE)},
    "setsockopt": {1: (1, WHOLE), 2: (2, WHOLE)},
    "socket": {0: (0, WHOLE), 1: (1, 0xF), 2: (2, WHOLE)},
    "socketpair": {0: (0, WHOLE), 1: (1, 0xF), 2: (2, WHOLE)},
}
# $1: a file to run it beside. $2: the names that aren't traced. $3: seconds. $4: this file. The rest: the program.
OUTSIDE = r"""
exec 3<"$1" 4<"$4"; name=${1##*/} without=$2 seconds=$3; shift 4
mount -t tmpfs -o mode=1777 tmpfs /tmp && mount -t tmpfs -o mode=1777 tmpfs /dev/shm || exit 1
mkdir -m 777 /tmp/box && cd /tmp/box && cat <&3 >"$name" && cat <&4 >evidence.py && ulimit -n 1024 || exit 1
exec 3<&- 4<&-
setpriv --reuid 2050000 --regid 2050000 --clear-groups setsid timeout -k 5 "$seconds" \
  strace -f -qq -s 0 -X verbose -e verbose=none -e signal=none -e "trace=!$without" --seccomp-bpf \
  -o '|/usr/bin/python3 -I /tmp/box/evidence.py --fold >/tmp/box/folding && mv /tmp/box/folding /tmp/box/seen' \
  "$@" >/dev/null 2>&1 </dev/null
tries=0
while ! [ -e seen ] && [ $tries -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
cat seen
"""
LINE = re.compile(r"\d+ +(\w+)\((.*)")
COMMENT = re.compile(r" ?/\* (.*?) \*/")


def fold(lines):
    """From what strace prints to [call, {argument: value}, words], each once."""
    seen = set()
    known = set()
    for line in lines:
        match = LINE.match(line)
        if match is None:
            continue
        name, rest = match.groups()
        wanted = ARGUMENTS.get(name)
        if wanted is None:
            seen.add((name, (), ""))
            continue
        key = (name, rest)
        if key in known:
            continue
        known.add(key)
        printed = re.sub(r" <unfinished \.\.\.>$|\)( += .*)?$", "", rest)
        places = printed.split(", ")
        values, words = [], []
        for number, (place, mask) in wanted.items():
            if isinstance(place, str):
                text = next(part for part in places if part.startswith(place))[len(place):]
            else:
                text = places[place]
            numbers = COMMENT.sub("", text).strip().replace("NULL", "0")
            # Modes of files are octal.
            value = sum(int(number, 8 if re.fullmatch("0[0-7]+", number) else 0) for number in numbers.split("|"))
            comment = COMMENT.search(text)
            if mask is None:
                value, said = int(value != 0), "NULL" if value == 0 else "an address"
            else:
                said = comment.group(1) if comment and mask == WHOLE else hex(value & mask)
                value &= mask
            values.append((number, value))
            words.append(said)
        seen.add((name, tuple(values), ", ".join(words)))
    return sorted(seen)


def trace(what, without, command, seconds=400, layers=()):
    """What a command calls. It is run beside a copy of `what`, with packages of layers."""
    text = tomllib.loads((ROOT / "runtimes/base/runtime.toml").read_text())
    environment = text["env"] | {"HOME": "/tmp/box", "PYTHONPATH": ":".join(map(str, layers))}
    shell = ["unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "sh", "-c", OUTSIDE, "sh"]
    shell += [str(what), ",".join(without) or "none", str(seconds), __file__, *command]
    result = subprocess.run(shell, env=environment, stdin=subprocess.DEVNULL, capture_output=True, cwd="/")
    return json.loads(result.stdout)


def kept(name, work):
    """What was traced of a name, or is now."""
    path = ROOT / "target/evidence" / f"{name}.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(work()))
        print(name, file=sys.stderr)
    return [(call, tuple(map(tuple, values)), words) for call, values, words in json.loads(path.read_text())]


def traced_start():
    """What every start of the interpreter does, and the names that are left out later."""
    start = kept("start", lambda: trace(ROOT / "tests/programs/hello.py", [], [INTERPRETER, "-s", "hello.py"]))
    return start, sorted({name for name, *_ in start} - set(ARGUMENTS))


def of_layers():
    """What the packages of each layer call beyond the start of the interpreter."""
    _, without = traced_start()
    current = ROOT / "target/runtimes/current"
    abi = "cpython-%d%d" % sys.version_info[:2]
    for program in sorted((ROOT / "tests/layered").glob("*.py")):
        sites = [path for name in ("base", program.stem) for path in current.glob(f"{name}.{abi}-*/site")]
        command = [INTERPRETER, "-s", program.name]
        seen = kept(f"layer-{program.stem}", lambda: trace(program, without, command, layers=sites))
        users = {call: [program.stem] for call in seen}
        write(ROOT / "runtimes" / program.stem / "evidence.toml", users, f"the packages of layer {program.stem} make")


def main():
    modules = tomllib.loads((ROOT / "tests/cpython/modules.toml").read_text())
    programs = sorted((ROOT / "tests/programs").glob("*.py"))
    programs = [path for path in programs if path.name.startswith(HONEST)]
    runner = ROOT / "tests/cpython/run.py"
    start, without = traced_start()
    work = {path.stem: (path, [INTERPRETER, "-s", path.name]) for path in programs}
    work["g++"] = (ROOT / "tools/evidence.cpp", ["/bin/sh", "-c", "g++ -O2 -o a evidence.cpp && ./a"])
    for name in modules["quick"] + modules["long"]:
        work[name] = (runner, [INTERPRETER, "-s", "/tmp/box/run.py", name, "outcomes"])

    def one(name):
        beside, command = work[name]
        try:
            return name, kept(name, lambda: trace(beside, without, command))
        except (OSError, ValueError) as error:
            return name, error

    users = collections.defaultdict(list, {seen: ["start"] for seen in start})
    failed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, seen in pool.map(one, work):
            if isinstance(seen, Exception):
                failed.append(f"{name}: {seen}")
                continue
            for call in seen:
                users[call].append(name)
    write(ROOT / "runtimes/base/evidence.toml", users, "it makes")
    sys.exit("\n".join(failed) or None)


def by(users):
    """Two of the users, and how many there are."""
    if "start" in users:
        return "start"
    users = sorted(set(users))
    more = f" and {len(users) - 2} more" if len(users) > 2 else ""
    return ", ".join(users[:2]) + more


def write(path, users, whose):
    version = subprocess.run([INTERPRETER, "-V"], capture_output=True, text=True).stdout.strip()
    lines = [
        f"# {version} on {os.uname().machine}: system calls that {whose}, each with who made it, where the policy looks",
        "# at arguments each combination. Written by tools/evidence.py; tests/tests/policy.rs holds it against seccomp.toml.",
        "",
        "[calls]",
    ]
    lines += [f'{name} = "{by(who)}"' for (name, values, _), who in sorted(users.items()) if not values]
    for (name, values, words), who in sorted(users.items()):
        if values:
            numbers = ", ".join(f"{number} = {value:#x}" for number, value in values)
            lines += ["", "[[arguments]]", f'call = "{name}"', f"args = {{ {numbers} }}"]
            lines += [f'words = "{words}"', f'by = "{by(who)}"']
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--fold"]:
        json.dump(fold(sys.stdin), sys.stdout)
    elif sys.argv[1:] == ["layers"]:
        of_layers()
    else:
        main()
