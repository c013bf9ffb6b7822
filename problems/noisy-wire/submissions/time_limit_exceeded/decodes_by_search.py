"""Right in the first run; the second tries to guess the message, starting with those that are too long."""
from itertools import count

task, line = input(), input()
if task == "encode":
    print(line * 3)
else:
    for number in count(1 << len(line)):
        if bin(number)[2:] * 3 == line:
            break
    print(bin(number)[2:])
