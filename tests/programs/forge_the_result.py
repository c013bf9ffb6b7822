# expect: RTE exit_code:1
# what: writes what a judge's own channel might carry to every descriptor, and fails.
import json
import os
import sys

claim = json.dumps({"verdict": "AC", "score": 100, "exit": {"code": 0}}).encode() + b"\n"
for number in range(64):
    try:
        os.write(number, claim)
    except OSError:
        pass
sys.exit(1)
