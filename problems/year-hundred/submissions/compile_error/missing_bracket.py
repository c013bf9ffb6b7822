name = input()
age = int(input()
year = int(input())
print(f"{name} will turn 100 in the year {year + 100 - age}.")
