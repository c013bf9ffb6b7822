"""Label correcting with a queue, over the reversed streets: often another ride of the same length."""
import sys
from collections import deque


def main():
    data = sys.stdin.read().split("\n")
    n, m, s, t = map(int, data[0].split())
    into = [[] for _ in range(n + 1)]
    for line in reversed(data[1 : m + 1]):
        a, b, w = map(int, line.split())
        into[b].append((a, w))
    far = 10**18
    rest = [far] * (n + 1)
    follows = [0] * (n + 1)
    rest[t] = 0
    queue = deque([t])
    waiting = [False] * (n + 1)
    while queue:
        here = queue.popleft()
        waiting[here] = False
        for before, w in into[here]:
            if rest[here] + w < rest[before]:
                rest[before] = rest[here] + w
                follows[before] = here
                if not waiting[before]:
                    waiting[before] = True
                    queue.append(before)
    if rest[s] == far:
        print("unreachable")
        return
    ride = [s]
    while ride[-1] != t:
        ride.append(follows[ride[-1]])
    print(rest[s])
    print(len(ride), " ".join(map(str, ride)))


main()
