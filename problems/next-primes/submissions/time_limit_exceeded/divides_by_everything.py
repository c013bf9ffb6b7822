"""Looks for divisors up to the number itself: a trillion steps for each prime."""


def is_prime(n):
    divisors = 0
    d = 1
    while d <= n:
        if n % d == 0:
            divisors += 1
        d += 1
    return divisors == 2


a, c = map(int, input().split())
while c:
    if is_prime(a):
        print(a)
        c -= 1
    a += 1
