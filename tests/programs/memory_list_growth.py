# expect: MLE memory
# what: a list of small objects that never stops growing.
numbers = []
n = 0
while True:
    numbers.append(str(n) * 10)
    n += 1
