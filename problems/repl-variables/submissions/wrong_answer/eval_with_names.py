"""Leaves everything to eval: accepts far more than the little language does."""
import re

known = {}
while (line := input().strip()) != "quit":
    try:
        if line == "vars":
            print(" ".join(f"{k}={known[k]}" for k in sorted(known)) or "none", flush=True)
        elif line.startswith("del "):
            del known[line[4:].strip()]
            print("ok", flush=True)
        elif "=" in line:
            name, right = line.split("=", 1)
            known[name.strip()] = eval(right.replace("/", "//").strip(), {}, known)
            print(known[name.strip()], flush=True)
        else:
            print(eval(line.replace("/", "//"), {}, known), flush=True)
    except NameError as error:
        print("error: unknown", re.search("'(.*)'", str(error))[1], flush=True)
    except KeyError as error:
        print("error: unknown", error.args[0], flush=True)
    except ZeroDivisionError:
        print("error: division by zero", flush=True)
    except Exception:
        print("error: syntax", flush=True)
print("bye")
