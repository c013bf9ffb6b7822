"""The upper end starts one too low."""
input()
readings = list(map(int, input().split()))


def smaller_than(wanted):
    low, high = 0, max(len(readings) - 1, 0)
    while low < high:
        middle = (low + high) // 2
        if readings[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


for question in map(int, input().split()):
    first = smaller_than(question)
    print(first, smaller_than(question + 1) - first)
