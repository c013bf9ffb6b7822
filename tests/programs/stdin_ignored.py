# expect: AC
# stdout: done
# what: never reads its input, however much of it there is; the writer must not hang.
print("done")
