"""`low = middle` makes no progress when low and high are neighbours."""
input()
readings = list(map(int, input().split()))


def smaller_than(wanted):
    low, high = 0, len(readings)
    while low < high:
        middle = (low + high) // 2
        if readings[middle] < wanted:
            low = middle
        else:
            high = middle
    return low


for question in map(int, input().split()):
    first = smaller_than(question)
    print(first, smaller_than(question + 1) - first)
