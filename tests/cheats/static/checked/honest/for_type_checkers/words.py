from collections.abc import Iterable


class Words:
    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)

    def longest(self) -> str | None:
        return max(self.words, key=len, default=None)
