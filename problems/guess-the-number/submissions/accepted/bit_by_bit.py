"""Builds the number from its highest bit down."""
import sys


def ask(guess):
    sys.stdout.write(f"{guess}\n")
    sys.stdout.flush()
    return sys.stdin.readline().strip()


n, guesses = map(int, sys.stdin.readline().split())
below = 0
bit = 1 << guesses - 1
while bit:
    if below + bit <= n:
        answer = ask(below + bit)
        if answer == "correct":
            break
        if answer == "higher":
            below += bit
    bit >>= 1
