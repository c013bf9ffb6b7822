import json

print(json.dumps({"mean": float("inf"), "books": 10**400}))
