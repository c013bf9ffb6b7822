# guard: claim
# expect: failed
# Writes claims to every descriptor.
import json
import os

for descriptor in range(64):
    try:
        os.write(descriptor, json.dumps({"outcome": "passed", "token": "0" * 32}).encode() + b"\n")
    except OSError:
        pass
os._exit(0)
