def smaller_than(readings, wanted):
    low, high = 0, len(readings)
    while low < high:
        middle = (low + high) // 2
        if readings[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def main():
    input()
    readings = list(map(int, input().split()))
    out = []
    for question in map(int, input().split()):
        first = smaller_than(readings, question)
        out.append(f"{first} {smaller_than(readings, question + 1) - first}")
    print("\n".join(out))


main()
