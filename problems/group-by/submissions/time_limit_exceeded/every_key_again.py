# Goes through all of the items for each key.
def group_by(items, key):
    pairs = [(key(item), item) for item in items]
    return {value: [item for other, item in pairs if other == value] for value, _ in pairs}
