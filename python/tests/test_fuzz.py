"""Both ends against a peer that says anything: each must come to an end that is told, soon and in little memory."""

import json
import os
import random
import resource
import struct
import subprocess
import sys

import pytest
from harness import INTERPRETERS, PYTHON, put
from pyjury_wire import values
from test_values import Ends, made

SUBMISSION = "import asyncio\nlog = []\ndef f(*a, **k): return a\ndef call(g, *a): return g(*a)\nasync def wait(): return 1\nclass C: pass\n"
GRADER = """
from pyjury import *
class C: pass
@case
def main(submission):
    keep = probe(lambda x: x)
    uses = (
        lambda: submission.call(keep, [1, C()]), lambda: repr(submission.f({"a": 1})), lambda: submission.log == [1],
        lambda: list(zip(submission.log, range(3))), lambda: take(submission, 5), lambda: submission + 1, lambda: plain(submission.log),
    )
    for _ in range(50):
        for use in uses:
            try:
                use()
            except (Exception, RemoteError):
                pass
    assert submission.f(1) == 12345678
"""
MEMORY = 1 << 30
SECONDS = 20


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def frames(chance: random.Random, operations: list[str]):
    """Frames that are nearly right; most replies are to what was asked last."""
    awaited = 4
    while True:
        what = chance.choice([0, 1, 1, 1, 1, 2, 2, 2, *([3, chance.randrange(256)] if chance.random() < 0.1 else [])])
        number = chance.choice([1, 2, 3, chance.randrange(60), 2**32 - 1])
        if what in (1, 2) and chance.random() < 0.97:
            number = awaited
            awaited += 1
        if what == 2:
            yield reply(number, values.encode(ValueError("x"), Ends()), what)
            continue
        operands = [made(chance, 2) for _ in range(chance.randrange(4))]
        value = (chance.choice([*operations, "nothing"]), *operands) if what == 0 else made(chance)
        body = bytearray(values.encode(value, Ends()))
        for _ in range(chance.choice([0, 0, 0, 1, 3])):
            body[chance.randrange(len(body))] = chance.choice(b"NTF[({<>xhomk\0\1\2\xff")
        if chance.random() < 0.3:
            body += b"o" + struct.pack("<I", chance.randrange(9))
        frame = struct.pack("<BII", what, number, chance.choice([0, number, 7])) + bytes(body)
        length = len(frame) if chance.random() < 0.97 else chance.randrange(2**32)
        yield struct.pack("<I", length) + frame


def pour(
    chance: random.Random, operations: list[str], outgoing: int, process: subprocess.Popen, prefix: bytes = b""
) -> None:
    """Write frames until nobody reads, or there have been enough; then close."""
    os.set_blocking(outgoing, True)
    try:
        os.write(outgoing, prefix)
        for place, frame in enumerate(frames(chance, operations)):
            if place > chance.choice([3, 30, 300]) or process.poll() is not None:
                break
            os.write(outgoing, frame)
    except OSError:
        pass
    os.close(outgoing)


@pytest.mark.parametrize("seed", range(12))
def test_the_grader_against_anything(seed, tmp_path):
    put(tmp_path / "grader/grade.py", GRADER)
    put(tmp_path / "case.json", json.dumps({"kind": "function", "name": "main"}))
    incoming, outgoing = os.pipe()
    process = subprocess.Popen(
        [INTERPRETERS[0], "-s", str(PYTHON / "pyjury/__main__.py"), "run", "case.json", "report.json"],
        stdin=incoming, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=tmp_path, preexec_fn=limited,
        env={"PATH": "/usr/bin:/bin", "PYJURY_GRADER": str(tmp_path / "grader")},
    )  # fmt: skip
    os.close(incoming)
    chance = random.Random(seed)
    ends = Ends()
    started = (
        b"" if chance.random() < 0.1 else b"".join(reply(number, values.encode(sys, ends)) for number in (1, 2, 3))
    )
    pour(
        chance,
        ["call", "special", "get", "set", "repr", "isinstance", "spawn", "cancel", "pump", "clock"],
        outgoing,
        process,
        started,
    )
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors.decode()
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["outcome"] in ("failed", "submission_ended", "protocol"), report


def reply(number: int, body: bytes, what: int = 1) -> bytes:
    frame = struct.pack("<BII", what, number, 0) + body
    return struct.pack("<I", len(frame)) + frame


@pytest.mark.parametrize("seed", range(12))
def test_the_submission_against_anything(seed, tmp_path):
    entry = put(tmp_path / "sub.py", SUBMISSION)
    incoming, outgoing = os.pipe()
    process = subprocess.Popen(
        [INTERPRETERS[0], "-s", str(PYTHON / "pyjury_submission/__main__.py"), str(entry)],
        stdin=incoming, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=tmp_path, preexec_fn=limited,
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    os.close(incoming)
    chance = random.Random(seed)
    operations = "call observe get set del item contains format unary binary take base type order share threads pump spawn cancel inside clock".split()
    pour(chance, operations, outgoing, process)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors.decode()
