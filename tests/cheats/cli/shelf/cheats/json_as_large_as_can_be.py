# guard: -
# expect: WA
# cases: copied
# Thirty times as large in memory.
item = '{"":0},'
open("copy.json", "w").write("[" + item * ((15 << 20) // len(item)) + "0]")
