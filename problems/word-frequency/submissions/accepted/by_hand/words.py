LETTERS = set("abcdefghijklmnopqrstuvwxyz")


def split(line):
    word = []
    for character in line.lower():
        if character in LETTERS:
            word.append(character)
        elif word:
            yield "".join(word)
            word = []
    if word:
        yield "".join(word)
