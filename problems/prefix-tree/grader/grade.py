import random
import re

from pyjury import case, raises, there


@case(open=True)
def the_example(submission):
    trie = submission.Trie(["car", "card", "care", "cat", "dog"])
    assert trie.count("car") == 3
    assert trie.with_prefix("ca", limit=2) == ["car", "card"]
    assert trie.longest_prefix("cards") == "card"
    assert trie.match("ca?") == ["car", "cat"]


@case
def no_words(submission):
    trie = submission.Trie()
    assert len(trie) == 0 and "" not in trie
    assert (trie.count(""), trie.with_prefix(""), trie.match(""), trie.longest_prefix("a")) == (0, [], [], None)
    with raises(KeyError) as caught:
        trie.remove("gone")
    assert caught.value.args == ("gone",)


@case
def the_empty_word(submission):
    trie = submission.Trie(["", "a"])
    assert "" in trie and len(trie) == 2
    assert (trie.longest_prefix("b"), trie.longest_prefix(""), trie.longest_prefix("ab")) == ("", "", "a")
    assert trie.match("") == [""] and trie.match("?") == ["a"] and trie.with_prefix("") == ["", "a"]
    trie.remove("")
    assert "" not in trie and trie.longest_prefix("b") is None and trie.count("") == 1


@case
def a_prefix_is_no_word(submission):
    trie = submission.Trie(["card"])
    assert "car" not in trie and "cards" not in trie and "" not in trie
    for word in ("car", "cards", ""):
        with raises(KeyError):
            trie.remove(word)
    assert trie.longest_prefix("car") is None and trie.longest_prefix("cardigan") == "card"
    assert len(trie) == 1 and trie.count("car") == 1


@case
def twice(submission):
    trie = submission.Trie(["a", "a", "ab"])
    trie.add("ab")
    assert len(trie) == 2 and trie.count("a") == 2
    trie.remove("ab")
    with raises(KeyError):
        trie.remove("ab")
    assert len(trie) == 1 and trie.count("a") == 1 and trie.count("ab") == 0


@case
def any_character(submission):
    words = ["naïve", "nai", "日本", "日本語", "a b", "a\nb", "*", ".", "end", "$", "\0", "word", "is_word"]
    trie = submission.Trie(words)
    assert trie.with_prefix("") == sorted(words)
    assert trie.match("???") == sorted(word for word in words if len(word) == 3)
    assert trie.match("a?b") == ["a\nb", "a b"]
    assert trie.with_prefix("日") == ["日本", "日本語"]
    for word in ("e", "wor", "\0\0", "i"):
        assert word not in trie


@case(each={"seed": [1, 2, 3]})
def random_operations(submission, seed):
    """Against a set"""
    chance = random.Random(seed)
    trie, words = submission.Trie(), set()

    def some(letters, most):
        return "".join(chance.choices(letters, k=chance.randint(0, most)))

    for _ in range(80):
        for _ in range(3):
            word = some("abc", 5)
            trie.add(word)
            words.add(word)
        word = chance.choice(sorted(words)) if chance.random() < 0.7 else some("abc", 5)
        if word in words:
            trie.remove(word)
            words.remove(word)
        else:
            with raises(KeyError):
                trie.remove(word)
        assert len(trie) == len(words)
        prefix, pattern, text, limit = some("abc", 3), some("ab??", 5), some("abc", 8), chance.randrange(6)
        found = sorted(word for word in words if word.startswith(prefix))
        assert trie.count(prefix) == len(found), f"count({prefix!r})"
        assert trie.with_prefix(prefix) == found, f"with_prefix({prefix!r})"
        assert trie.with_prefix(prefix, limit) == found[:limit], f"with_prefix({prefix!r}, {limit})"
        fits = re.compile(pattern.replace("?", "."))
        assert trie.match(pattern) == sorted(filter(fits.fullmatch, words)), f"match({pattern!r})"
        longest = max((word for word in words if text.startswith(word)), key=len, default=None)
        assert trie.longest_prefix(text) == longest, f"longest_prefix({text!r})"
        assert (text in trie) is (text in words)


@case
def many_words(submission):
    chance = random.Random(7)
    words = sorted({"".join(chance.choices("abcdefgh", k=chance.randint(4, 20))) for _ in range(20_000)})
    trie = submission.Trie(words)
    assert len(trie) == len(words)
    for prefix in ("a", "ba", "hhh", "abcd"):
        found = [word for word in words if word.startswith(prefix)]
        assert trie.count(prefix) == len(found)
        assert trie.with_prefix(prefix, 5) == found[:5]
    assert trie.with_prefix("") == words


@case
def many_questions(submission):
    words = [f"{number:05}" for number in range(20_000)]
    trie = submission.Trie(words)
    questions = ["0", "1", "", "00", "01"] * 2000
    assert there.list(there.map(trie.count, questions)) == [10_000, 10_000, 20_000, 1000, 1000] * 2000
    first = there("functools").partial(trie.with_prefix, limit=1)
    assert there.list(there.map(first, questions)) == [["00000"], ["10000"], ["00000"], ["00000"], ["01000"]] * 2000


@case
def words_that_came_and_went(submission):
    """60,000 words of 20 characters, never more than a few at a time"""
    trie = submission.Trie(["stays"])
    consume = there("collections").deque
    for start in range(0, 60_000, 1000):
        words = [f"{number * 7919 % 10**10:010}{number:010}" for number in range(start, start + 1000)]
        consume(there.map(trie.add, words), 0)
        consume(there.map(trie.remove, words), 0)
    assert len(trie) == 1 and trie.with_prefix("") == ["stays"]
