"""Recursion in a thread with a large stack and a raised limit."""
import sys
import threading


def main():
    n = int(input())
    children = [[] for _ in range(n + 1)]
    for station, parent in enumerate(map(int, input().split()), 2):
        children[parent].append(station)
    best = (0, 1, 1)

    def deepest(station):
        nonlocal best
        result = (0, station)
        for child in children[station]:
            depth, end = deepest(child)
            best = max(best, (result[0] + depth + 1, result[1], end))
            result = max(result, (depth + 1, end))
        return result

    deepest(1)
    print(*best)


sys.setrecursionlimit(50_000)
threading.stack_size(128 * 1024 * 1024)
thread = threading.Thread(target=main)
thread.start()
thread.join()
