def is_prime(n):
    return all(n % d for d in range(2, min(n, 1000)))


a, c = map(int, input().split())
while c:
    if is_prime(a):
        print(a)
        c -= 1
    a += 1
