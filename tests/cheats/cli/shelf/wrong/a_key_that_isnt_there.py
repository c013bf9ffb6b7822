import json

print(json.load(open("shelf.json"))["books"])
