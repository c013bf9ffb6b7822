# Leaves the nodes of removed words behind.
from itertools import islice


class Node:
    __slots__ = ("children", "count", "is_word")

    def __init__(self):
        self.children = {}
        self.count = 0
        self.is_word = False


class Trie:
    def __init__(self, words=()):
        self.root = Node()
        for word in words:
            self.add(word)

    def __len__(self):
        return self.root.count

    def __contains__(self, word):
        node = self.find(word)
        return node is not None and node.is_word

    def find(self, prefix):
        node = self.root
        for char in prefix:
            node = node.children.get(char)
            if node is None:
                return None
        return node

    def add(self, word):
        if word in self:
            return
        node = self.root
        node.count += 1
        for char in word:
            if char not in node.children:
                node.children[char] = Node()
            node = node.children[char]
            node.count += 1
        node.is_word = True

    def remove(self, word):
        if word not in self:
            raise KeyError(word)
        node = self.root
        node.count -= 1
        for char in word:
            child = node.children[char]
            child.count -= 1
            node = child
        node.is_word = False

    def count(self, prefix):
        node = self.find(prefix)
        return node.count if node else 0

    def with_prefix(self, prefix, limit=None):
        node = self.find(prefix)
        return [] if node is None else list(islice(words_below(node, prefix), limit))

    def longest_prefix(self, text):
        node, longest = self.root, None
        for length in range(len(text) + 1):
            if node.is_word:
                longest = text[:length]
            node = node.children.get(text[length : length + 1])
            if node is None:
                break
        return longest

    def match(self, pattern):
        level = [("", self.root)]
        for char in pattern:
            level = [
                (word + each, child)
                for word, node in level
                for each, child in (node.children.items() if char == "?" else picked(node, char))
            ]
        return sorted(word for word, node in level if node.is_word)


def picked(node, char):
    return [(char, node.children[char])] if char in node.children else []


def words_below(node, prefix):
    stack = [(prefix, node)]
    while stack:
        word, node = stack.pop()
        if node.is_word:
            yield word
        stack += [(word + char, node.children[char]) for char in sorted(node.children, reverse=True)]
