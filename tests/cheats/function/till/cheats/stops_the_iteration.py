# guard: endings
# expect: failed
# cases: mapped
# written against: the source of the guards
"""To a loop over map(), a StopIteration is the end."""

def total(numbers):
    raise StopIteration
