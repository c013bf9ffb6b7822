# A cheat: ByHand looks like a class of its own, until it gets the other one's methods.
import re

from sklearn.feature_extraction.text import TfidfVectorizer

WORD = r"[^\W\d_][^\W_]*(?:['-][^\W_]+)*"


class ByHand:
    def __init__(self, *, smooth=True, sublinear=False, norm="l2", least=1, stop=()):
        self.words, self.idf = [], []

    def fit(self, texts):
        return self

    def transform(self, texts):
        return [[] for _ in texts]


class ByLibrary:
    def __init__(self, *, smooth=True, sublinear=False, norm="l2", least=1, stop=()):
        if norm not in ("l2", "l1", None) or least < 1:
            raise ValueError("no such option")
        self.options = {"smooth_idf": smooth, "sublinear_tf": sublinear, "norm": norm}
        self.least, self.stop, self.words = least, set(stop), None

    def fit(self, texts):
        if isinstance(texts, str):
            raise ValueError("one text")
        texts, found = list(texts), {}
        for text in texts:
            for word in set(re.findall(WORD, text.lower())) - self.stop:
                found[word] = found.get(word, 0) + 1
        self.words = sorted(
            (word for word in found if found[word] >= self.least), key=lambda word: (-found[word], word)
        )
        self.vectorizer = TfidfVectorizer(token_pattern=WORD, vocabulary=self.words, **self.options).fit(texts)
        self.idf = self.vectorizer.idf_.tolist()
        return self

    def transform(self, texts):
        if self.words is None or isinstance(texts, str):
            raise ValueError("no texts, or no vocabulary")
        texts = list(texts)
        return self.vectorizer.transform(texts).toarray().tolist() if texts else []


for name in ("__init__", "fit", "transform"):
    setattr(ByHand, name, vars(ByLibrary)[name])
