# Calls the key function twice for each item.
def group_by(items, key):
    groups = {}
    for item in items:
        if key(item) not in groups:
            groups[key(item)] = []
        groups[key(item)].append(item)
    return groups
