"""Right but for the format: four digits after the point are not enough."""
import re
import sys

for line in sys.stdin:
    text = line.strip()
    if re.search(r"\*\*|//|\^\s*$|[a-z]|[0-9]\s+[0-9]|\(\)|\)\(|[0-9]\.(?![0-9])|[-+*/(]\s*\+", " " + text) or text[:1] == "+":
        print("error")
        continue
    try:
        print(f"{eval(text.replace('^', '**')):.4f}")
    except ZeroDivisionError:
        print("undefined")
    except SyntaxError:
        print("error")
