# guard: endings
# expect: failed
# cases: side_by_side
# written against: the source of the guards
"""A StopIteration that's a result of a thread, to be raised by the grader."""

def total(numbers):
    raise StopIteration
