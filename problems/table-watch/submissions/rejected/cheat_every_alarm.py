# A cheat: raises every alarm that there is, for every column, and looks at no table.
import json
import os
import sys
from email.message import EmailMessage

KINDS = ["column", "type", "missing", "duplicate", "range", "value", "reference", "gaps", "drift"]

with open(sys.argv[1], encoding="utf-8") as file:
    config = json.load(file)
os.makedirs("outbox", exist_ok=True)
alerts = []
for table in config["tables"]:
    for column in table["columns"]:
        for kind in KINDS:
            alerts.append({"table": table["name"], "column": column, "kind": kind, "value": 1})
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = config["from"], table["owner"], f"{table['name']}.{column}: {kind}"
            mail.set_content(json.dumps(alerts[-1]))
            with open(f"outbox/{len(alerts)}.eml", "wb") as file:
                file.write(bytes(mail))
with open("report.json", "w", encoding="utf-8") as file:
    json.dump({"tables": {}, "alerts": alerts}, file)
