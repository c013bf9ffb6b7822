# expect: CE
# what: not a program.
def unfinished(:
    pass
