n, guesses = map(int, input().split())
for guess in range(1, n + 1):
    print(guess, flush=True)
    if input() == "correct":
        break
