"""The guess stays in the buffer; both sides wait."""
import sys

out = open(1, "w", buffering=1 << 16, closefd=False)
n, guesses = map(int, sys.stdin.readline().split())
out.write(f"{(n + 1) // 2}\n")
answer = sys.stdin.readline()
