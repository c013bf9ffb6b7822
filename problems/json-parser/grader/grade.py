import json
import random

from pyjury import case, equal, raises

VALID = [
    "0", "-0", "12", "-7", "1.5", "-0.0", "1e3", "1E-2", "2.5e+3", "1e400", "9" * 1000,
    "true", "false", "null", " \t\n\r1 \t\n\r",
    '""', '"a b"', r'"\"\\\/\b\f\n\r\t"', r'"\u00e9\u20AC"', r'"\ud83d\ude00"', r'"\ud83d"', r'"\ude00\ud83d"', r'"\ud83dx"',
    r'"\ud83d\n"', r'"\ud83d\u0041"', '"\x7fé\u2028\U0001f600"', '"true"', '"[{,:"',
    "[]", "[ ]", "[1]", "[1,2]", "[[],[[]],{}]", "{}", "{ }", '{"a":1}', '{"b":1,"a":2,"b":3}', '{"":{"":[]}}',
    ' { "a" : [ 1 , { "b" : null } ] , "c" : "d" } ',
]  # fmt: skip

INVALID = [
    ("", 0), ("  ", 2), ("[1, 2,]", 6), ("[1, nul", 7), ('"a\\x"', 3),
    ("nulx", 3), ("True", 0), ("truefalse", 4), ("1 2", 2), ("[] []", 3), ("]", 0), ("}", 0), (",", 0),
    ("01", 1), ("-", 1), ("-a", 1), ("-01", 2), ("1.", 2), ("1.e5", 2), ("[1.]", 3), (".5", 0), ("+1", 0), ("1e", 2), ("1e+", 3),
    ("1ex", 2), ("1.5.5", 3), ("0x10", 1), ("1_000", 1), ("١", 0), ("NaN", 0), ("-Infinity", 1), ("Infinity", 0),
    ('"', 1), ('"abc', 4), ("'a'", 0), ('"a\nb"', 2), ('"\t"', 1), ('"\\', 2), ('"\\u12', 5), ('"\\u12G4"', 5), ('"\\u 123"', 3),
    ('"\\u+123"', 3), ('"\\U0041"', 2), ('"\x00"', 1),
    ("[", 1), ("[1", 2), ("[1 2]", 3), ("[1}", 2), ("[,1]", 1), ("[1,,2]", 3), ("[1:2]", 2), ("[1]]", 3),
    ("{", 1), ("{]", 1), ("{1: 2}", 1), ('{"a"}', 4), ('{"a" 1}', 5), ('{"a":}', 5), ('{"a":1,}', 7), ('{"a":1 "b":2}', 7),
    ('{"a":1]', 6), ('{"a":1', 6), ('{a: 1}', 1), ('{"a"::1}', 5), ("\xa01", 0), ("1\x0c", 1), ("\ufeff1", 0), ("[1] // x", 4),
]  # fmt: skip


@case(open=True)
def the_examples(submission):
    assert submission.parse('{"a": [1, 2.5, null]}') == {"a": [1, 2.5, None]}
    for text, position in INVALID[2:5]:
        refused(submission, text, position)


@case
def valid_documents(submission):
    for text in VALID:
        equal(submission.parse(text), json.loads(text), strict=True)


@case
def errors_and_their_positions(submission):
    for text, position in INVALID:
        refused(submission, text, position)


@case
def random_documents(submission):
    chance = random.Random(2)
    for _ in range(150):
        value = anything(chance, 4)
        text = json.dumps(value, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 1, "\t"]))
        equal(submission.parse(text), value, strict=True)


@case
def damaged_documents(submission):
    """Valid just where the standard parser says so."""
    chance = random.Random(3)
    for _ in range(300):
        text = json.dumps(anything(chance, 3))
        for _ in range(chance.randint(1, 2)):
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice(["", '"', ",", "]", "}", "0", ".", "\\", " ", "e"]) + text[place + 1 :]
        try:
            value = json.loads(text)
        except ValueError:
            refused(submission, text)
        else:
            equal(submission.parse(text), value, strict=True)


@case(each={"opening": ["[", '{"a":'], "closing": ["]", "}"]})
def very_deep(submission, opening, closing):
    depth = 60_000
    value = submission.parse(opening * depth + "1" + closing * depth)
    kind, key = (list, 0) if opening == "[" else (dict, "a")
    for _ in range(depth):
        assert type(value) is kind and len(value) == 1
        value = value[key]
    assert value == 1
    refused(submission, opening * depth, depth * len(opening))


@case
def long(submission):
    chance = random.Random(4)
    value = [[chance.random(), chance.getrandbits(40), str(chance.random()), None] for _ in range(3500)]
    assert submission.parse(json.dumps(value)) == value
    text = "a" * 300_000 + "\n"
    assert submission.parse(json.dumps([text])) == [text]


def refused(submission, text, position=None):
    with raises(submission.JSONError) as caught:
        submission.parse(text)
    assert isinstance(caught.value, ValueError), "JSONError isn't a ValueError"
    if position is not None:
        assert caught.value.position == position, f"the position of the error in {text[:40]!r}"


def anything(chance, depth):
    kind = chance.randrange(8 if depth else 6)
    if kind == 6:
        return [anything(chance, depth - 1) for _ in range(chance.randrange(5))]
    if kind == 7:
        return {anything_text(chance): anything(chance, depth - 1) for _ in range(chance.randrange(5))}
    leaves = [None, chance.random() < 0.5, chance.randint(-999, 999), chance.gauss(0, 1e6), 1e-7 * chance.random()]
    return leaves[kind] if kind < 5 else anything_text(chance)


def anything_text(chance):
    return "".join(chance.choices('ab1 "\\/\b\n\té€😀', k=chance.randrange(6)))
