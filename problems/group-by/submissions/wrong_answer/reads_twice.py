# Reads the items twice: an iterator has nothing left the second time.
def group_by(items, key):
    groups = {}
    for item in items:
        groups[key(item)] = []
    for item in items:
        groups[key(item)].append(item)
    return groups
