"""Tests one number after the other; these bases decide everything below 3.4e14."""

BASES = (2, 3, 5, 7, 11, 13, 17)


def is_prime(n):
    if n < 2:
        return False
    for p in BASES:
        if n % p == 0:
            return n == p
    twos = (n - 1 & 1 - n).bit_length() - 1
    odd = n - 1 >> twos
    for base in BASES:
        x = pow(base, odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


a, c = map(int, input().split())
while c:
    if is_prime(a):
        print(a)
        c -= 1
    a += 1
