"""One generator inside the other for each prime: RecursionError after some hundred primes."""
from itertools import count


def sieve(numbers):
    prime = next(numbers)
    yield prime
    yield from sieve(number for number in numbers if number % prime)


a, c = map(int, input().split())
for prime in sieve(count(2)):
    if prime >= a:
        print(prime)
        c -= 1
        if c == 0:
            break
