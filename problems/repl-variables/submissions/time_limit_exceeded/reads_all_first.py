"""Waits for the end of the input before it answers: both sides wait for ever."""
import sys

lines = sys.stdin.read().splitlines()
for line in lines:
    print("bye" if line == "quit" else "error: syntax")
