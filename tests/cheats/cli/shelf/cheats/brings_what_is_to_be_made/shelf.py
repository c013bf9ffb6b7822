# guard: own
# expect: WA
# cases: mark
# The file that the command is to make is one of the submission's own.
