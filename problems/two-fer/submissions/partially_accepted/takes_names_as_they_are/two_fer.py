def two_fer(name="you"):
    return "One for " + name + ", one for me."
