"""Floor division cuts the fraction off."""
import math

for _ in range(int(input())):
    kind, *words = input().split()
    if kind == "celsius":
        print((float(words[0]) - 32) * 5 // 9)
    elif kind == "fahrenheit":
        print(float(words[0]) * 9 // 5 + 32)
    elif kind == "seconds":
        h, m, s = map(int, words[0].split(":"))
        print(h * 3600 + m * 60 + s)
    elif kind == "base":
        print(int(words[1], int(words[0])))
    elif kind == "mean":
        print(sum(map(float, words)) // len(words))
    else:
        print(math.hypot(*map(float, words)) // 1)
