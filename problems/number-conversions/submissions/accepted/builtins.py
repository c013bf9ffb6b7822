import math


def convert(kind, *words):
    if kind == "celsius":
        return (float(words[0]) - 32) * 5 / 9
    if kind == "fahrenheit":
        return float(words[0]) * 9 / 5 + 32
    if kind == "seconds":
        hours, minutes, seconds = map(int, words[0].split(":"))
        return hours * 3600 + minutes * 60 + seconds
    if kind == "base":
        return int(words[1], int(words[0]))
    if kind == "mean":
        return math.fsum(map(float, words)) / len(words)
    return math.hypot(*map(float, words))


for _ in range(int(input())):
    print(convert(*input().split()))
