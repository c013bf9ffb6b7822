"""Stops at the first hit, which need not be the first occurrence."""
input()
readings = list(map(int, input().split()))
for question in map(int, input().split()):
    low, high = 0, len(readings) - 1
    count = 0
    while low <= high:
        middle = (low + high) // 2
        if readings[middle] == question:
            low = middle
            while low + count < len(readings) and readings[low + count] == question:
                count += 1
            break
        if readings[middle] < question:
            low = middle + 1
        else:
            high = middle - 1
    print(low, count)
