# Makes a list of all items first: endless ones never end.
def windows(items, size, step=1, partial=False):
    if size < 1 or step < 1:
        raise ValueError
    items = list(items)
    return (
        tuple(items[start : start + size])
        for start in range(0, len(items), step)
        if partial or start + size <= len(items)
    )
