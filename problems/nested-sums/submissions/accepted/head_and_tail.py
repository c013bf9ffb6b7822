def total(numbers: list) -> int:
    return add(numbers, 0)


def add(numbers: list, sum_so_far: int) -> int:
    if not numbers:
        return sum_so_far
    head, *tail = numbers
    return add(tail, sum_so_far + (total(head) if isinstance(head, list) else head))


def deepest(numbers: list) -> int:
    if not numbers:
        return 1
    head, *tail = numbers
    below = 1 + deepest(head) if isinstance(head, list) else 1
    return max(below, deepest(tail))
