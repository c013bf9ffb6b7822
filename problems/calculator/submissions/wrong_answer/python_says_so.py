"""Replaces ^ by ** and asks eval, which knows more than this calculator should."""
import sys

for line in sys.stdin:
    try:
        print(float(eval(line.strip().replace("^", "**"))))
    except ZeroDivisionError:
        print("undefined")
    except Exception:
        print("error")
