"""Plays the game. Adaptive: keeps the larger half open until one number is left."""
import os
import re
import sys


def finish(code, message):
    with open(sys.argv[3] + "judgemessage.txt", "a") as feedback:
        feedback.write(message + "\n")
    os._exit(code)


def send(text):
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError:
        finish(43, f"the submission was gone before {text!r}")


def receive(n):
    line = sys.stdin.buffer.readline(200)
    if not line.endswith(b"\n"):
        finish(43, f"no whole guess came, only {line[:40]!r}")
    if not re.fullmatch(rb"\s*[0-9]{1,19}\s*", line):
        finish(43, f"{line[:40]!r} is not a guess")
    guess = int(line)
    if not 1 <= guess <= n:
        finish(43, f"{guess} is out of range")
    return guess


def main():
    with open(sys.argv[1]) as file:
        n, mode, secret = file.read().split()
    n, secret = int(n), int(secret)
    allowed = n.bit_length()
    low, high = (1, n) if mode == "adaptive" else (secret, secret)
    send(f"{n} {allowed}")
    for used in range(1, allowed + 1):
        guess = receive(n)
        if guess == low == high:
            send("correct")
            if sys.stdin.buffer.read(1):
                finish(43, "output after the right guess")
            finish(42, f"found {guess} with {used} of {allowed} guesses")
        if guess < low or (guess <= high and high - guess >= guess - low):
            low = max(low, guess + 1)
            send("higher")
        else:
            high = min(high, guess - 1)
            send("lower")
    finish(43, f"not found with {allowed} guesses")


main()
