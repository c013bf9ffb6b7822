import math
import re
from collections import Counter

WORD = r"[^\W\d_][^\W_]*(?:['-][^\W_]+)*"


def words_of(text):
    return re.findall(WORD, text.lower())


def several(texts):
    if isinstance(texts, str):
        raise ValueError("a text came, where several were expected")
    return list(texts)


def vocabulary(texts, least, stop):
    """The words in their order, and in how many texts each is."""
    found = Counter(word for text in texts for word in set(words_of(text)))
    words = sorted(
        (word for word in found if found[word] >= least and word not in stop), key=lambda word: (-found[word], word)
    )
    if not words:
        raise ValueError("no word is left")
    return words, [found[word] for word in words]


class Options:
    def __init__(self, *, smooth=True, sublinear=False, norm="l2", least=1, stop=()):
        if norm not in ("l2", "l1", None):
            raise ValueError(f"no norm: {norm!r}")
        if least < 1:
            raise ValueError("a word is in at least one text")
        self.smooth, self.sublinear, self.norm, self.least, self.stop = smooth, sublinear, norm, least, set(stop)
        self.words = None


class ByHand(Options):
    def fit(self, texts):
        texts = several(texts)
        self.words, found = vocabulary(texts, self.least, self.stop)
        more = 1 if self.smooth else 0
        self.idf = [math.log((more + len(texts)) / (more + count)) + 1 for count in found]
        return self

    def transform(self, texts):
        if self.words is None:
            raise ValueError("fit comes first")
        return [self.row(Counter(words_of(text))) for text in several(texts)]

    def row(self, counts):
        row = [self.tf(counts[word]) / max(counts.total(), 1) * idf for word, idf in zip(self.words, self.idf)]
        size = {"l2": math.hypot(*row), "l1": sum(row), None: 1}[self.norm]
        return [weight / size for weight in row] if size else row

    def tf(self, count):
        return 1 + math.log(count) if self.sublinear and count else count


class ByLibrary(Options):
    def fit(self, texts):
        from sklearn.feature_extraction.text import TfidfVectorizer

        texts = several(texts)
        self.words, _ = vocabulary(texts, self.least, self.stop)
        self.vectorizer = TfidfVectorizer(
            token_pattern=WORD,
            vocabulary=self.words,
            smooth_idf=self.smooth,
            sublinear_tf=self.sublinear,
            norm=self.norm,
        ).fit(texts)
        self.idf = self.vectorizer.idf_.tolist()
        return self

    def transform(self, texts):
        if self.words is None:
            raise ValueError("fit comes first")
        texts = several(texts)
        return self.vectorizer.transform(texts).toarray().tolist() if texts else []
