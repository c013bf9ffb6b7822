"""Sieves stretches of numbers with the primes up to the square root."""
from itertools import compress, count, islice


def small_primes(top):
    sieve = bytearray([1]) * (top + 1)
    sieve[:2] = b"\0\0"
    for p in range(2, int(top**0.5) + 1):
        if sieve[p]:
            sieve[p * p :: p] = bytes(len(range(p * p, top + 1, p)))
    return list(compress(range(top + 1), sieve))


def primes_from(start):
    width = 8192
    for low in count(max(start, 2), width):
        high = low + width
        sieve = bytearray([1]) * width
        for p in small_primes(int((high + 1) ** 0.5) + 1):
            first = max(p * p, -(-low // p) * p)
            if first < high:
                sieve[first - low :: p] = bytes(len(range(first, high, p)))
        yield from compress(range(low, high), sieve)


a, c = map(int, input().split())
for prime in islice(primes_from(a), c):
    print(prime)
