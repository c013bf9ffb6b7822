"""Takes `lower` for the end of the game."""
n, guesses = map(int, input().split())
low, high = 1, n
while True:
    guess = (low + high) // 2
    print(guess, flush=True)
    if input() != "higher":
        break
    low = guess + 1
