"""Only simple lines `a OP b`, and division rounds towards zero."""
import re

known = {}


def value(text):
    if text.isdigit():
        return int(text)
    if text in known:
        return known[text]
    raise KeyError(text)


while True:
    line = input().strip()
    if line == "quit":
        print("bye", flush=True)
        break
    name, equals, right = line.rpartition("=")
    try:
        parts = re.split(r" *([-+*/]) *", right.strip())
        result = value(parts[0])
        for operator, part in zip(parts[1::2], parts[2::2]):
            operand = value(part)
            if operator == "+":
                result += operand
            elif operator == "-":
                result -= operand
            elif operator == "*":
                result *= operand
            else:
                result = int(result / operand)
        if equals:
            known[name.strip()] = result
        print(result, flush=True)
    except KeyError as error:
        print(f"error: unknown {error.args[0]}", flush=True)
    except ZeroDivisionError:
        print("error: division by zero", flush=True)
