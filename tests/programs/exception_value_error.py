# expect: RTE exception:ValueError
# what: an uncaught exception.
int("twelve")
