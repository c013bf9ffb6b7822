# guard: truth
# expect: WA
# cases: count
# To Python, True is 1: no need to count.
print('{"books": true, "authors": true}')
