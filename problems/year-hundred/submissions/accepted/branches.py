name = input()
age = int(input())
year = int(input())
birthday = year + 100 - age
if birthday > year:
    print(f"{name} will turn 100 in the year {birthday}.")
elif birthday == year:
    print(f"{name} turns 100 this year.")
else:
    print(f"{name} turned 100 in the year {birthday}.")
