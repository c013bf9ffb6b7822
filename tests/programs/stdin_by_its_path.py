# expect: AC
# stdout: 1048576
# what: opens its input by the path that many programs use.
with open("/dev/stdin", "rb") as file:
    size = len(file.read())
with open("/dev/stdout", "w") as file:
    print(size, file=file)
