# guard: fresh
# expect: failed
# cases: read_roman, write_roman
"""The same in the folder where it runs, under a hidden name."""

def read(text):
    with open(".kept", "w") as file:
        file.write(text)


def write(number):
    with open(".kept") as file:
        return file.read()
