"""Three digits after the point are too few for small results."""
import math

for _ in range(int(input())):
    kind, *words = input().split()
    if kind == "celsius":
        result = (float(words[0]) - 32) * 5 / 9
    elif kind == "fahrenheit":
        result = float(words[0]) * 9 / 5 + 32
    elif kind == "seconds":
        h, m, s = map(int, words[0].split(":"))
        result = h * 3600 + m * 60 + s
    elif kind == "base":
        result = int(words[1], int(words[0]))
    elif kind == "mean":
        result = math.fsum(map(float, words)) / len(words)
    else:
        result = math.hypot(*map(float, words))
    print(f"{result:.3f}")
