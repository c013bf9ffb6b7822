# expect: AC
# stdout: hello
# what: the smallest program that does something.
print("hello")
