"""Leaves with exit code 2 before the first guess."""
import sys

n, guesses = map(int, input().split())
sys.exit(2)
