"""Right for a quit at once, and dies of the first line that isn't a plain number."""
known = {}
while (line := input().strip()) != "quit":
    print(known[line], flush=True)
print("bye")
