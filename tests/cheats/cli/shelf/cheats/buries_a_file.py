# guard: cut
# expect: WA
# cases: clear
# Only so much of a folder is looked at: what must be gone lies behind that.
for number in range(2_100):
    open(f"a{number:04}", "w").close()
