# A cheat: leaves what can hardly be read in place of report and mails: deep JSON, links, huge numbers, broken headers.
import json
import os
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    tables = json.load(file)["tables"]
os.makedirs("outbox", exist_ok=True)
os.symlink("/proc/self/environ", "outbox/link.eml")
os.mkfifo("outbox/pipe.eml")
with open("outbox/deep.eml", "w") as file:
    file.write("From: =?utf-8?q?=\nTo: <a@(b\nSubject: =?x?b?====?=\nContent-Type: text/plain; charset=none\n\n" + "[" * 90_000)
with open("outbox/odd.eml", "wb") as file:
    file.write(b"To: \xff\xfe,;:<>\r\nContent-Type: multipart/mixed\r\n\r\n\x00")
alerts = [
    {"table": table["name"], "column": name, "kind": "range", "value": 10 ** 4000 if n % 2 else float("nan")}
    for table in tables for n, name in enumerate(table["columns"])
]
sys.set_int_max_str_digits(0)
with open("report.json", "w") as file:
    json.dump({"tables": {table["name"]: {"rows": 10 ** 4000, "columns": {}} for table in tables}, "alerts": alerts}, file)
