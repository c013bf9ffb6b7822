# guard: only
# expect: WA
# cases: nothing to export
# out/titles.txt may not be there; nothing is said of out itself.
open("out", "w").write("Emma\n")
raise SystemExit(1)
