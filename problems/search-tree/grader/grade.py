import random

from pyjury import case, raises, take, there

ORDERS = ("pre", "in", "post", "level")


@case(open=True)
def the_example(submission):
    tree = submission.Tree([5, 2, 8, 6, 9])
    tree.delete(5)
    assert tree.root.key == 6
    assert list(tree) == [2, 6, 8, 9]
    assert there.list(tree.walk("pre")) == [6, 2, 8, 9]


@case
def an_empty_tree(submission):
    tree = submission.Tree()
    assert tree.root is None
    assert (len(tree), list(tree), tree.height()) == (0, [], 0)
    assert 1 not in tree and tree.is_balanced() and tree.is_valid()
    for order in ORDERS:
        assert there.list(tree.walk(order)) == []
    with raises(KeyError) as caught:
        tree.delete("x")
    assert caught.value.args == ("x",)
    with raises(ValueError):
        tree.walk("sideways")


@case(each={"seed": [1, 2, 3, 4]})
def random_operations(submission, seed):
    """Against a model; the shape is compared as well"""
    chance = random.Random(seed)
    tree, model = submission.Tree(), Model()
    for _ in range(120):
        key = chance.randrange(25)
        if chance.random() < 0.55:
            assert tree.insert(key) is model.insert(key)
        elif key in model.keys:
            tree.delete(key)
            model.delete(key)
        else:
            with raises(KeyError):
                tree.delete(key)
        assert len(tree) == len(model.keys)
        assert (key in tree) is (key in model.keys)
        order = chance.choice(ORDERS)
        assert there.list(tree.walk(order)) == model.walk(order), f"walk({order!r})"
    assert tree.height() == model.height()
    assert tree.is_balanced() is model.is_balanced()
    assert tree.is_valid() is True


@case
def deleting_with_two_children(submission):
    for keys, key, left in [
        ([5, 2, 8], 5, [8, 2]), ([5, 2, 8, 6, 7], 5, [6, 2, 8, 7]), ([5, 2, 9, 8, 7], 5, [7, 2, 9, 8]),
        ([9, 5, 2, 8, 6, 7], 5, [9, 6, 2, 8, 7]),
        ([1, 5, 3, 8, 9], 5, [1, 8, 3, 9]),
    ]:  # fmt: skip
        tree = submission.Tree(keys)
        tree.delete(key)
        assert there.list(tree.walk("pre")) == left, f"after Tree({keys}).delete({key})"


@case
def balance(submission):
    for keys, balanced, height in [
        ([1], True, 1), ([1, 2], True, 2), ([1, 2, 3], False, 3), ([2, 1, 3, 4], True, 3), ([4, 2, 6, 1, 3, 5, 7], True, 3),
        ([4, 3, 5, 2, 6], True, 3), ([4, 3, 5, 2, 6, 1], False, 4), ([8, 4, 12, 2, 6, 10, 1], True, 4), ([5, 3, 7, 2, 8, 1, 9], False, 4),
    ]:  # fmt: skip
        tree = submission.Tree(keys)
        assert tree.height() == height, f"the height of Tree({keys})"
        assert tree.is_balanced() is balanced, f"Tree({keys}).is_balanced()"


@case
def validity(submission):
    """Keys that fit their parent, and don't fit a node further up"""
    tree = submission.Tree([50, 20, 80, 10, 30, 70, 90])
    assert tree.is_valid() is True
    tree.root.left.right.right = submission.Tree([60]).root
    assert tree.is_valid() is False
    tree.root.left.right.right = submission.Tree([40]).root
    assert tree.is_valid() is True
    tree.root.right.left.left = submission.Tree([45]).root
    assert tree.is_valid() is False
    tree.root.right.left.left = submission.Tree([50]).root
    assert tree.is_valid() is False
    tree.root.right.left.left = None
    tree.root.left, tree.root.right = tree.root.right, tree.root.left
    assert tree.is_valid() is False


@case
def keys_of_other_kinds(submission):
    words = ["pear", "fig", "plum", "", "apple"]
    assert list(submission.Tree(words)) == sorted(words)
    assert list(submission.Tree([(1, "b"), (1, "a"), (0, "c")])) == [(0, "c"), (1, "a"), (1, "b")]
    tree = submission.Tree([0, -1.5, 2**70])
    assert list(tree) == [-1.5, 0, 2**70] and 0.0 in tree and tree.insert(0.0) is False


@case
def operators_that_keys_need(submission):
    class Key(there.object):
        __hash__ = None

        def __init__(self, number):
            self.number = number

        def __lt__(self, other):
            return self.number < other.number

        def __eq__(self, other):
            return self.number == other.number

    keys = [Key(n) for n in (3, 1, 2, 5, 4)]
    tree = submission.Tree(keys)
    assert [key.number for key in tree] == [1, 2, 3, 4, 5]
    assert Key(4) in tree and Key(6) not in tree
    tree.delete(Key(3))
    assert [key.number for key in tree.walk("pre")] == [4, 1, 2, 5]
    assert tree.is_valid() is True


@case
def iterating_is_lazy(submission):
    tree = submission.Tree(range(1000, 0, -1))
    for order, expected in zip(ORDERS, ([1000, 999], [1, 2], [1, 2], [1000, 999])):
        assert take(tree.walk(order), 2) == expected
    assert take(iter(tree), 2) == [1, 2]
    first, second = iter(tree), iter(tree)
    assert [next(first), next(first), next(second), next(first)] == [1, 2, 1, 3]


@case(each={"step": [1, -1]})
def a_long_chain(submission, step):
    keys = range(2000)[::step]
    tree = submission.Tree(keys)
    assert tree.height() == 2000
    assert tree.is_balanced() is False
    assert tree.is_valid() is True
    expected = {"pre": keys, "in": range(2000), "post": keys[::-1], "level": keys}
    for order in ORDERS:
        assert there.list(tree.walk(order)) == list(expected[order]), f"walk({order!r})"
    assert there.list(tree) == list(range(2000))
    assert 1999 in tree and 2000 not in tree


@case
def many_keys(submission):
    keys = random.Random(5).sample(range(10**6), 15_000)
    tree = submission.Tree(keys)
    assert there.list(tree) == sorted(keys)
    assert len(tree) == 15_000 and tree.height() < 50


class Model:
    """Nested lists: [key, left, right]."""

    def __init__(self):
        self.root = []
        self.keys = set()

    def place(self, key):
        node = self.root
        while node and node[0] != key:
            node = node[1] if key < node[0] else node[2]
        return node

    def insert(self, key):
        node = self.place(key)
        self.keys.add(key)
        if node:
            return False
        node[:] = [key, [], []]
        return True

    def delete(self, key):
        node = self.place(key)
        self.keys.remove(key)
        if node[1] and node[2]:
            lowest = node[2]
            while lowest[1]:
                lowest = lowest[1]
            node[0], node = lowest[0], lowest
        node[:] = node[1] or node[2]

    def walk(self, order):
        if order == "level":
            found, level = [], [self.root]
            while level:
                level = [node for node in level if node]
                found += [node[0] for node in level]
                level = [child for node in level for child in node[1:]]
            return found

        def visit(node):
            if not node:
                return []
            left, right, own = visit(node[1]), visit(node[2]), [node[0]]
            return {"pre": own + left + right, "in": left + own + right, "post": left + right + own}[order]

        return visit(self.root)

    def height(self, node=None):
        node = self.root if node is None else node
        return 1 + max(self.height(node[1]), self.height(node[2])) if node else 0

    def is_balanced(self, node=None):
        node = self.root if node is None else node
        return not node or (
            abs(self.height(node[1]) - self.height(node[2])) <= 1 and self.is_balanced(node[1]) and self.is_balanced(node[2])
        )
