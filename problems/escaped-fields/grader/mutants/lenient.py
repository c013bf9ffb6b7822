"""Rows of fields as lines of text."""

SEPARATOR = ";"
ESCAPE = "\\"
CODES = {"\n": "n", "\r": "r", SEPARATOR: SEPARATOR, ESCAPE: ESCAPE}
MEANINGS = {code: character for character, code in CODES.items()}
EMPTY_ROW = ESCAPE + "0"


def join(fields):
    """The fields as one line."""
    fields = list(fields)
    if not fields:
        return EMPTY_ROW
    return SEPARATOR.join("".join(ESCAPE + CODES[c] if c in CODES else c for c in field) for field in fields)


def split(line):
    """The fields of a line."""
    if line == EMPTY_ROW:
        return []
    fields, field = [], []
    characters = iter(line)
    for character in characters:
        if character == ESCAPE:
            code = next(characters, None)
            if code not in MEANINGS:
                field.append(ESCAPE)
            field.append(MEANINGS.get(code, code or ""))
        elif character == SEPARATOR:
            fields.append("".join(field))
            field.clear()
        elif character in CODES:
            raise ValueError("a line has no line breaks")
        else:
            field.append(character)
    fields.append("".join(field))
    return fields
