# Compares character codes: any neighbours are a run, not letters and digits alone.
WORDS = ("password", "qwerty", "letmein", "admin", "welcome")
PLAIN = str.maketrans("@013$", "aoies")
SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "0123456789")
RUNS = {
    sequence[start : start + 3]
    for each in SEQUENCES
    for sequence in (each, each[::-1])
    for start in range(len(sequence) - 2)
}


def is_run(part):
    first, second, third = map(ord, part.lower())
    return second - first == third - second and abs(second - first) == 1


def reasons(password):
    lowered = password.lower()
    parts = [password[start : start + 3] for start in range(len(password) - 2)]
    checks = [
        ("too short", len(password) < 12),
        ("no lower case letter", not any(map(str.islower, password))),
        ("no upper case letter", not any(map(str.isupper, password))),
        ("no digit", not set(password) & set("0123456789")),
        ("no other character", all(map(str.isalnum, password))),
        ("too many repeats", any(len(set(part)) == 1 for part in parts)),
        ("a run", any(map(is_run, parts))),
        ("a common word", any(word in lowered or word in lowered.translate(PLAIN) for word in WORDS)),
    ]
    return [reason for reason, is_so in checks if is_so]


def strength(password):
    found = reasons(password)
    number = 10 - 2 * len(found) + max(len(password) - 12, 0) // 4
    return max(0, min(number, 3 if "a common word" in found else 10))
