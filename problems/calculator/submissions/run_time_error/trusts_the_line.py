"""Lines that are not expressions raise SyntaxError inside eval."""
import sys

for line in sys.stdin:
    try:
        print(float(eval(line.strip().replace("^", "**"))))
    except ZeroDivisionError:
        print("undefined")
