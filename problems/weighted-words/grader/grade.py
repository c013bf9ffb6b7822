import math
import random
import re

from pyjury import case, equal, raises, share, there

KINDS = ["ByHand", "ByLibrary"]
TEXTS = [
    "The night ferry leaves the harbour at nine; the harbour sleeps.",
    "A ferry-boat, a night and a long harbour wall: don't run!",
    "Don't wait for the ferry, don't wait for the B2B express of 1998.",
    "",
    "Rain. Rain? RAIN! The state-of-the-art roof of the harbour leaks rain.",
    "Über die Straße fährt ein x1-Bus; die 3rd Avenue kennt x_y nicht.",
    "42 --- 7 _ '",
    "the the the the the night the",
]
OTHERS = [
    "Rain in the night, rain on the ferry",
    "nothing that anybody knows",
    "",
    "the don't- 'night' ferry--boat rain-rain a a b2b",
]
WORD = re.compile(r"[^\W\d_][^\W_]*(?:['-][^\W_]+)*")

# In the cases about ByHand nothing of the library works any more, whoever has hold of it.
WITHOUT_LIBRARY = """
import sys

for name, module in list(sys.modules.items()):
    if module is not None and name.partition(".")[0] in ("sklearn", "scipy", "joblib"):
        vars(module).clear()
        sys.modules[name] = None
sys.modules["sklearn"] = None
"""


def made(submission, kind, **options):
    if kind == "ByHand":
        there.exec(WITHOUT_LIBRARY, share({}))
    return getattr(submission, kind)(**options)


def words(text):
    return WORD.findall(text.lower())


def model(texts, smooth=True, sublinear=False, norm="l2", least=1, stop=()):
    """The vocabulary, its idf, and what gives the row of a text."""
    counts = {}
    for text in texts:
        for word in set(words(text)):
            counts[word] = counts.get(word, 0) + 1
    vocabulary = sorted(
        (word for word in counts if counts[word] >= least and word not in stop), key=lambda word: (-counts[word], word)
    )
    one = 1 if smooth else 0
    idf = [math.log((one + len(texts)) / (one + counts[word])) + 1 for word in vocabulary]

    def row(text):
        found = words(text)
        weights = []
        for word, factor in zip(vocabulary, idf):
            count = found.count(word)
            weights.append((1 + math.log(count) if sublinear and count else count) * factor)
        size = {"l2": math.sqrt(sum(each * each for each in weights)), "l1": sum(weights), None: 1}[norm] or 1
        return [each / size for each in weights]

    return vocabulary, idf, row


def near(came, expected):
    equal(came, expected, approx=True, relative=1e-9, absolute=1e-12)


def check(kind, weights, texts, others, options):
    """Vocabulary, idf and rows of texts that were given to fit, and of others."""
    vocabulary, idf, row = model(texts, **options)
    weights.fit(texts)
    assert weights.words == vocabulary
    near(weights.idf, idf)
    for each in (texts, others):
        rows = weights.transform(each)
        assert type(rows) is list and all(type(row) is list for row in rows), "the rows are lists"
        kinds = {type(cell).__name__ for row in rows for cell in row}
        assert kinds <= {"float", "int"}, f"a row has Python's own numbers, not {', '.join(sorted(kinds))}"
        near(rows, [row(text) for text in each])
    if kind == "ByLibrary":
        check_vectorizer(weights, others, idf, row)


def check_vectorizer(weights, others, idf, row):
    """What ByLibrary says must be what its vectorizer says, asked by the methods of the library."""
    vectorizer, library = weights.vectorizer, there("sklearn.feature_extraction.text").TfidfVectorizer
    assert isinstance(vectorizer, library), "vectorizer is no TfidfVectorizer"
    near(library.transform(vectorizer, others).toarray().tolist(), [row(text) for text in others])
    near(vectorizer.idf_.tolist(), idf)


@case(open=True, each={"kind": KINDS})
def example(submission, kind):
    """The example of the statement"""
    weights = made(submission, kind, norm=None)
    assert weights.fit(["The cat sat", "the cat's hat", "A cat, a cat"]) is weights
    assert weights.words == ["cat", "the", "a", "cat's", "hat", "sat"]
    common, rare = 1.2876820724517808, 1.6931471805599454
    near(weights.idf, [common, common, rare, rare, rare, rare])
    near(weights.transform(["cat cat dog"]), [[2.5753641449035616, 0, 0, 0, 0, 0]])
    if kind == "ByLibrary":
        assert isinstance(weights.vectorizer, there("sklearn.feature_extraction.text").TfidfVectorizer)


@case(each={"kind": KINDS})
def what_a_word_is(submission, kind):
    """Letters of any language, digits, apostrophes and hyphens; the order of the vocabulary"""
    check(kind, made(submission, kind, norm=None), TEXTS, OTHERS, {"norm": None})


@case(points=2, each={"kind": KINDS})
def all_formulas(submission, kind):
    """Smoothing, sublinear counts and norms, in every combination; rows of zeros"""
    combinations = [
        (smooth, sublinear, norm)
        for smooth in (True, False)
        for sublinear in (False, True)
        for norm in ("l2", "l1", None)
    ]
    for smooth, sublinear, norm in combinations:
        options = {"smooth": smooth, "sublinear": sublinear, "norm": norm}
        check(kind, made(submission, kind, **options), TEXTS, OTHERS, options)


@case(each={"kind": KINDS})
def fewer_words(submission, kind):
    """Words in too few texts, and words that nobody wants"""
    for options in (
        {"least": 2},
        {"stop": ["the", "don't", "x1"]},
        {"least": 2, "stop": ["ferry", "a", "rain"], "smooth": False},
        {"least": 4, "norm": "l1"},
        {"least": 3, "stop": ["night", "unheard-of"]},
    ):
        given = {**options, "stop": iter(options["stop"])} if "stop" in options else options
        check(kind, made(submission, kind, **given), TEXTS, OTHERS, options)


@case(each={"kind": KINDS})
def iterables_and_a_second_fit(submission, kind):
    """Generators are read once; a second fit begins anew; objects share nothing"""
    weights, other = made(submission, kind), made(submission, kind, norm="l1")
    weights.fit(text for text in TEXTS)
    other.fit(iter(OTHERS))
    for kept, texts, options in ((weights, TEXTS, {}), (other, OTHERS, {"norm": "l1"})):
        vocabulary, idf, row = model(texts, **options)
        assert kept.words == vocabulary
        near(kept.transform(text for text in OTHERS + TEXTS), [row(text) for text in OTHERS + TEXTS])
        near(kept.transform(iter([])), [])
    check(kind, weights, OTHERS, TEXTS, {})


@case(each={"kind": KINDS})
def mistakes(submission, kind):
    """ValueErrors of the statement"""
    new = getattr(submission, kind)
    made(submission, kind)
    for options in ({"norm": "max"}, {"norm": "L2"}, {"least": 0}, {"least": -1}):
        with raises(ValueError):
            new(**options)
    for texts in ([], ["", "1 2 3"]):
        with raises(ValueError):
            new().fit(texts)
    with raises(ValueError):
        new(least=2).fit(["one", "two"])
    with raises(ValueError):
        new(stop=["one"]).fit(["one", "one one"])
    with raises(ValueError):
        new().fit("one text")
    with raises(ValueError):
        new().transform(["one"])
    weights = new().fit(["one two", "two"])
    with raises(ValueError):
        weights.transform("one")
    near(weights.transform(["two"]), [[1, 0]])


@case(points=2, each={"kind": KINDS})
def many_texts(submission, kind):
    """Chance texts of words that are rare and frequent"""
    chance = random.Random(6)
    stock = [
        f"{left}{middle}{right}"
        for left in "bdfgk"
        for middle in ("a", "o", "ei", "u-", "i'")
        for right in ("n", "ss", "t2", "r")
    ]
    usual = [1 / (place + 1) for place in range(len(stock))]
    for options in (
        {},
        {"smooth": False, "least": 3},
        {"sublinear": True, "norm": "l1", "stop": [stock[0], stock[7]]},
        {"norm": None, "least": 2, "smooth": False, "sublinear": True},
    ):
        texts = [" ".join(chance.choices(stock, usual, k=chance.randint(0, 60))).capitalize() for _ in range(40)]
        check(kind, made(submission, kind, **options), texts[:30], texts[30:], options)
