# guard: whole
# expect: WA
# cases: titles
# Every text of the file is a line: the titles are among them.
import re

print(*re.findall('"([^"]*)"', open("shelf.json").read()), sep="\n")
