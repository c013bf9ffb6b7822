# walk is a generator: a wrong word is a mistake only when the first key is asked for.
from collections import deque


class Node:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None


class Tree:
    def __init__(self, keys=()):
        self.root = None
        self.size = 0
        for key in keys:
            self.insert(key)

    def find(self, key):
        """The node with that key, or None; and its parent, or the one that it would have."""
        parent, node = None, self.root
        while node is not None and not node.key == key:
            parent, node = node, node.left if key < node.key else node.right
        return node, parent

    def __contains__(self, key):
        return self.find(key)[0] is not None

    def __len__(self):
        return self.size

    def insert(self, key):
        node, parent = self.find(key)
        if node is not None:
            return False
        if parent is None:
            self.root = Node(key)
        elif key < parent.key:
            parent.left = Node(key)
        else:
            parent.right = Node(key)
        self.size += 1
        return True

    def delete(self, key):
        node, parent = self.find(key)
        if node is None:
            raise KeyError(key)
        if node.left is not None and node.right is not None:
            target, parent, node = node, node, node.right
            while node.left is not None:
                parent, node = node, node.left
            target.key = node.key
        child = node.left if node.left is not None else node.right
        if parent is None:
            self.root = child
        elif parent.left is node:
            parent.left = child
        else:
            parent.right = child
        self.size -= 1

    def __iter__(self):
        return in_order(self.root)

    def walk(self, order):
        orders = {"pre": pre_order, "in": in_order, "post": post_order, "level": level_order}
        if order not in orders:
            raise ValueError(f"{order!r} is none of {', '.join(orders)}")
        yield from orders[order](self.root)

    def height(self):
        return self.measure()[0]

    def is_balanced(self):
        return self.measure()[1]

    def measure(self):
        """Height, and whether it's balanced."""
        heights = {None: 0}
        balanced = True
        for node in post_order_nodes(self.root):
            left, right = heights[node.left], heights[node.right]
            heights[node] = 1 + max(left, right)
            balanced = balanced and abs(left - right) <= 1
        return heights[self.root], balanced

    def is_valid(self):
        last = None
        for node in in_order_nodes(self.root):
            if last is not None and not last.key < node.key:
                return False
            last = node
        return True


def in_order_nodes(node):
    above = []
    while above or node is not None:
        while node is not None:
            above.append(node)
            node = node.left
        node = above.pop()
        yield node
        node = node.right


def post_order_nodes(root):
    stack = [(root, False)]
    while stack:
        node, is_done = stack.pop()
        if node is None:
            continue
        if is_done:
            yield node
        else:
            stack += [(node, True), (node.right, False), (node.left, False)]


def in_order(root):
    return (node.key for node in in_order_nodes(root))


def post_order(root):
    return (node.key for node in post_order_nodes(root))


def pre_order(root):
    stack = [root]
    while stack:
        node = stack.pop()
        if node is not None:
            yield node.key
            stack += [node.right, node.left]


def level_order(root):
    queue = deque([root])
    while queue:
        node = queue.popleft()
        if node is not None:
            yield node.key
            queue += [node.left, node.right]
