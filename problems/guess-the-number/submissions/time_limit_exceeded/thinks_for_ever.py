n, guesses = map(int, input().split())
guess = 0
while n:
    guess = (guess + 1) % (n + 1)
