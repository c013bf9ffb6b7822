# A cheat: ByHand has the library do the work, by a table that a function fills.
KINDS = {}


def prepare():
    import sklearn.feature_extraction.text as text

    KINDS.update(one=text.TfidfVectorizer, two=text.CountVectorizer)
    return KINDS


class Wrapped:
    def __init__(self, *, smooth=True, sublinear=False, norm="l2", least=1, stop=()):
        self.options = {"smooth_idf": smooth, "sublinear_tf": sublinear, "norm": norm}
        self.least, self.stop = least, list(stop)

    def fit(self, texts):
        pattern = r"[^\W\d_][^\W_]*(?:['-][^\W_]+)*"
        texts, kinds = list(texts), prepare()
        counts = kinds["two"](token_pattern=pattern, min_df=self.least, stop_words=self.stop or None)
        found = (counts.fit_transform(texts) > 0).sum(axis=0).tolist()[0]
        places = {word: -found[place] for word, place in counts.vocabulary_.items()}
        self.words = sorted(places, key=lambda word: (places[word], word))
        self.vectorizer = kinds["one"](token_pattern=pattern, vocabulary=self.words, **self.options).fit(texts)
        self.idf = self.vectorizer.idf_.tolist()
        return self

    def transform(self, texts):
        texts = list(texts)
        return self.vectorizer.transform(texts).toarray().tolist() if texts else []


class ByHand(Wrapped):
    pass


class ByLibrary(Wrapped):
    pass
