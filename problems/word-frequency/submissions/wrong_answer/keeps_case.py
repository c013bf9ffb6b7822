"""Prints a word as it was first spelt: the checker must look at upper and lower case."""
import re
import sys

k = int(input())
spelling, counts = {}, {}
for word in re.findall("[a-zA-Z]+", sys.stdin.read()):
    spelling.setdefault(word.lower(), word)
    counts[word.lower()] = counts.get(word.lower(), 0) + 1
for word in sorted(counts, key=lambda word: (-counts[word], word))[:k]:
    print(spelling[word], counts[word])
