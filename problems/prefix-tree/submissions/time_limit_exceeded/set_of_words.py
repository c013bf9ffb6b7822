# No trie: a set, which is searched as a whole.
class Trie(set):
    def count(self, prefix):
        return len(self.with_prefix(prefix))

    def with_prefix(self, prefix, limit=None):
        return sorted(word for word in self if word.startswith(prefix))[:limit]

    def longest_prefix(self, text):
        return max((word for word in self if text.startswith(word)), key=len, default=None)

    def match(self, pattern):
        return sorted(word for word in self if fits(word, pattern))


def fits(word, pattern):
    return len(word) == len(pattern) and all(wanted in ("?", char) for char, wanted in zip(word, pattern))
