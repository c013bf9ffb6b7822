def two_fer(name=""):
    return f"One for {name.strip() or 'you'}, one for me."
