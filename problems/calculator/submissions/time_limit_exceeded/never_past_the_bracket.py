"""Folds the innermost parentheses again and again, also when there is nothing to fold."""
import re
import sys

for line in sys.stdin:
    text = line.strip().replace(" ", "")
    while "(" in text:
        text = re.sub(r"\(([0-9.]+)\)", r"\1", text)
    try:
        print(float(eval(text.replace("^", "**"))))
    except ZeroDivisionError:
        print("undefined")
    except Exception:
        print("error")
