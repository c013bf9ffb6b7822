def best(words):
    return max(words, key=len, default=None)
