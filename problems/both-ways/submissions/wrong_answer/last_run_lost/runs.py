"""Leaves out the last run if it is a blank: the text was stripped."""


def pack(text):
    packed = []
    for character in text.rstrip(" "):
        if packed and packed[-1][0] == character:
            packed[-1] = (character, packed[-1][1] + 1)
        else:
            packed.append((character, 1))
    return packed


def unpack(runs):
    return "".join(character * count for character, count in runs)
