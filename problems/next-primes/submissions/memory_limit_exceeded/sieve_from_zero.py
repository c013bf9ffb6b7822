"""A sieve of all numbers up to the last prime: a terabyte for the large cases."""
a, c = map(int, input().split())
top = min(a + 10_000, 2_000_000_000)
sieve = bytearray(b"x") * (top + 1)
sieve[:2] = b"\0\0"
for p in range(2, int(top**0.5) + 1):
    if sieve[p]:
        sieve[p * p :: p] = bytes(len(range(p * p, top + 1, p)))
n = a
while c:
    if sieve[n]:
        print(n)
        c -= 1
    n += 1
