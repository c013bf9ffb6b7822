"""Everything is there, and gives None."""


def total(*args):
    pass


largest = ratio = bounds = visit_sorted = remember = first_above = crack = guess = joined = Transaction = read = write = total
wait_a_little = receipt = doubled = limited = one_by_one = total
