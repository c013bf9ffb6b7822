"""A prompt on standard output is not a guess."""
n, guesses = map(int, input("Give me n and g: ").split())
low, high = 1, n
while True:
    guess = (low + high) // 2
    print(f"I guess {guess}", flush=True)
    answer = input()
    if answer == "correct":
        break
    if answer == "higher":
        low = guess + 1
    else:
        high = guess - 1
