"""NumPy for the one, a vectorizer that is a TfidfVectorizer for the other."""

import re
from functools import partial

import numpy
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

PATTERN = re.compile(r"[^\W\d_][^\W_]*(?:['-][^\W_]+)*")
NORMS = {"l2": partial(numpy.linalg.norm, axis=1, ord=2), "l1": partial(numpy.linalg.norm, axis=1, ord=1), None: None}


def several(texts):
    if isinstance(texts, str):
        raise ValueError("one text")
    return list(texts)


class ByHand:
    def __init__(self, *, smooth=True, sublinear=False, norm="l2", least=1, stop=()):
        if norm not in NORMS or least < 1:
            raise ValueError("no such options")
        self.smooth, self.sublinear, self.size, self.least, self.stop = (
            smooth,
            sublinear,
            NORMS[norm],
            least,
            frozenset(stop),
        )
        self.places = None

    def fit(self, texts):
        frequency, count = {}, 0
        for text in several(texts):
            count += 1
            for word in {*PATTERN.findall(text.lower())} - self.stop:
                frequency[word] = frequency.get(word, 0) + 1
        pairs = sorted((-found, word) for word, found in frequency.items() if found >= self.least)
        if not pairs:
            raise ValueError("an empty vocabulary")
        self.words = [word for _, word in pairs]
        self.places = {word: place for place, word in enumerate(self.words)}
        found = -numpy.array([found for found, _ in pairs], dtype=float)
        self.factors = numpy.log((count + self.smooth) / (found + self.smooth)) + 1
        return self

    @property
    def idf(self):
        return self.factors.tolist()

    def transform(self, texts):
        if self.places is None:
            raise ValueError("no vocabulary yet")
        texts = several(texts)
        counts = numpy.zeros((len(texts), len(self.words)))
        for row, text in enumerate(texts):
            for word in PATTERN.findall(text.lower()):
                if word in self.places:
                    counts[row, self.places[word]] += 1
        if self.sublinear:
            counts[counts > 0] = 1 + numpy.log(counts[counts > 0])
        weights = counts * self.factors
        if self.size:
            size = self.size(weights)
            size[size == 0] = 1
            weights /= size[:, None]
        return weights.tolist()


class ByLibrary(TfidfVectorizer):
    def __init__(self, *, smooth=True, sublinear=False, norm="l2", least=1, stop=()):
        if norm not in NORMS or least < 1:
            raise ValueError("no such options")
        super().__init__(token_pattern=PATTERN.pattern, smooth_idf=smooth, sublinear_tf=sublinear, norm=norm)
        self.least, self.stop = least, list(stop)

    def fit(self, texts):
        texts = several(texts)
        counter = CountVectorizer(
            token_pattern=PATTERN.pattern, stop_words=self.stop or None, min_df=self.least, binary=True
        )
        found = numpy.asarray(counter.fit_transform(texts).sum(axis=0)).ravel()
        words = counter.get_feature_names_out()
        self.words = [words[place] for place in numpy.lexsort((words, -found))]
        self.vectorizer = TfidfVectorizer(
            token_pattern=self.token_pattern, vocabulary=self.words, smooth_idf=self.smooth_idf, sublinear_tf=self.sublinear_tf,
            norm=self.norm,
        ).fit(texts)  # fmt: skip
        self.idf = self.vectorizer.idf_.tolist()
        return self

    def transform(self, texts):
        if "vectorizer" not in vars(self):
            raise ValueError("no vocabulary yet")
        texts = several(texts)
        return self.vectorizer.transform(texts).toarray().tolist() if texts else []
