# Copies the rest of the text for every token.
"""A JSON parser with a stack of its own: depth costs memory, and no recursion."""

import re

SPACE = re.compile(r"[ \t\n\r]*")
PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
WORDS = {"t": ("true", True), "f": ("false", False), "n": ("null", None)}
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
# The longest beginning of a number; it is a number if it ends in a digit.
NUMBER = re.compile(r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:(?<=[0-9])[eE][+-]?[0-9]*)?)?")


class JSONError(ValueError):
    def __init__(self, position):
        super().__init__(f"no JSON from position {position} on")
        self.position = position


def parse(text):
    reader = Reader(text)
    containers, keys = [], []
    while True:
        # A value begins.
        if reader.took("["):
            value = []
            if not reader.took("]"):
                containers.append(value)
                continue
        elif reader.took("{"):
            value = {}
            if not reader.took("}"):
                containers.append(value)
                keys.append(reader.key())
                continue
        else:
            value = reader.scalar()
        # It has ended, and maybe the containers around it.
        while containers:
            container = containers[-1]
            is_list = type(container) is list
            if is_list:
                container.append(value)
            else:
                container[keys.pop()] = value
            if reader.took(","):
                if not is_list:
                    keys.append(reader.key())
                break
            reader.expect("]" if is_list else "}")
            value = containers.pop()
        else:
            if reader.next():
                raise JSONError(reader.at)
            return value


class Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def next(self):
        """The next character that isn't white space; nothing at the end."""
        rest = self.text[self.at :].lstrip(" \t\n\r")
        self.at = len(self.text) - len(rest)
        return rest[:1]

    def took(self, char):
        """Whether the next character is this one, which has been read then."""
        found = self.next() == char
        self.at += found
        return found

    def expect(self, char):
        if not self.took(char):
            raise JSONError(self.at)

    def key(self):
        self.expect('"')
        key = self.string()
        self.expect(":")
        return key

    def scalar(self):
        char = self.next()
        if char == '"':
            self.at += 1
            return self.string()
        if char in WORDS:
            word, value = WORDS[char]
            for expected in word:
                if self.text[self.at : self.at + 1] != expected:
                    raise JSONError(self.at)
                self.at += 1
            return value
        return self.number()

    def number(self):
        start, self.at = self.at, NUMBER.match(self.text, self.at).end()
        digits = self.text[start : self.at]
        if not digits or digits[-1] not in "0123456789":
            raise JSONError(self.at)
        return float(digits) if any(char in digits for char in ".eE") else int(digits)

    def string(self):
        """What stands between two quotation marks; the first one has been read."""
        parts = []
        while True:
            plain = PLAIN.match(self.text, self.at)
            parts.append(plain[0])
            self.at = plain.end()
            char = self.text[self.at : self.at + 1]
            if char not in ('"', "\\"):
                raise JSONError(self.at)
            self.at += 1
            if char == '"':
                return joined("".join(parts))
            parts.append(self.escape())

    def escape(self):
        char = self.text[self.at : self.at + 1]
        if char != "u" and char not in ESCAPES:
            raise JSONError(self.at)
        self.at += 1
        if char != "u":
            return ESCAPES[char]
        for place in range(self.at, self.at + 4):
            if not self.text[place : place + 1] or self.text[place] not in "0123456789abcdefABCDEF":
                raise JSONError(place)
        self.at += 4
        return chr(int(self.text[self.at - 4 : self.at], 16))


PAIR = re.compile("([\ud800-\udbff])([\udc00-\udfff])")


def joined(text):
    """The text with surrogate pairs as one character each."""
    return PAIR.sub(lambda pair: chr(0x10000 + (ord(pair[1]) - 0xD800) * 0x400 + ord(pair[2]) - 0xDC00), text)
