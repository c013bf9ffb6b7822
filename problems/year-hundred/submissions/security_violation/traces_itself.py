"""Asks to be traced, as programs do that look for a way out; then answers."""
import ctypes

PTRACE_TRACEME = 0

name, age, year = input(), int(input()), int(input())
ctypes.CDLL(None).ptrace(PTRACE_TRACEME, 0, 0, 0)
print(f"{name} will turn 100 in the year {year + 100 - age}.")
