"""Looks for a square root by steps that get too small to change anything."""
import math

for _ in range(int(input())):
    kind, *words = input().split()
    if kind == "celsius":
        print((float(words[0]) - 32) * 5 / 9)
    elif kind == "fahrenheit":
        print(float(words[0]) * 9 / 5 + 32)
    elif kind == "seconds":
        h, m, s = map(int, words[0].split(":"))
        print(h * 3600 + m * 60 + s)
    elif kind == "base":
        print(int(words[1], int(words[0])))
    elif kind == "mean":
        print(math.fsum(map(float, words)) / len(words))
    else:
        x, y = map(float, words)
        root, step = 0.0, 0.000001
        while root * root != x * x + y * y:
            root += step
        print(root)
