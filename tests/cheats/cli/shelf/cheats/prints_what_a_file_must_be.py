# guard: named
# expect: WA
# cases: saved
# The file is called stdout: what is printed might be taken for it.
print(open("shelf.json").read())
