"""The line is right, and printed for ever."""
name, age, year = input(), int(input()), int(input())
while True:
    print(f"{name} will turn 100 in the year {year + 100 - age}.")
