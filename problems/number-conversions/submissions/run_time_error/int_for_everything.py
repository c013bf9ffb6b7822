"""Calls int() for everything: ValueError for the first number with a point or an exponent."""
import math

for _ in range(int(input())):
    kind, *words = input().split()
    if kind == "celsius":
        print((int(words[0]) - 32) * 5 / 9)
    elif kind == "fahrenheit":
        print(int(words[0]) * 9 / 5 + 32)
    elif kind == "seconds":
        h, m, s = map(int, words[0].split(":"))
        print(h * 3600 + m * 60 + s)
    elif kind == "base":
        print(int(words[1], int(words[0])))
    elif kind == "mean":
        print(sum(map(int, words)) / len(words))
    else:
        print(math.hypot(*map(int, words)))
