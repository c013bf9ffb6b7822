# guard: endings
# expect: RTE
# cases: damaged
# Python's own exit code is the one that is asked for, and what it says names the file.
import json

json.load(open("shelf.json"))
