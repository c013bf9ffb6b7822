# guard: patience
# expect: WA
# cases: took
# A pattern that looks for digits before something else looks at each of them again, from each of them on.
print("3 books in " + "1" * 1_000_000)
