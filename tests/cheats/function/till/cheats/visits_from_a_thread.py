# guard: failures
# expect: failed
# cases: each_in_order
"""The assertion fails in another thread, whose end nobody hears of."""

import threading


def visit_sorted(numbers, visit):
    threading.excepthook = lambda arguments: None
    for number in numbers:
        thread = threading.Thread(target=visit, args=(number,))
        thread.start()
        thread.join()
