# guard: failures
# expect: failed
# cases: each_in_order
"""The grader's assertion is an exception, and can be caught."""

def visit_sorted(numbers, visit):
    for number in numbers:
        try:
            visit(number)
        except BaseException:
            pass
