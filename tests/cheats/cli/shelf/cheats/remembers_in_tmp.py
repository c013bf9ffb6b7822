# guard: fresh
# expect: WA
# cases: told, asked
# One case has the answer in its arguments, another asks for it.
import sys

place = "/tmp/shelf-of-a-cheat"
if sys.argv[1] == "learn":
    open(place, "w").write(sys.argv[2])
    print("ok")
else:
    try:
        print(open(place).read())
    except FileNotFoundError:
        print("total 0.00")
