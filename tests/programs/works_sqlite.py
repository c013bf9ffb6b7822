# expect: AC
# stdout: 55
# what: a database in memory.
import sqlite3

database = sqlite3.connect(":memory:")
database.execute("create table numbers (n integer)")
database.executemany("insert into numbers values (?)", [(n,) for n in range(11)])
print(database.execute("select sum(n) from numbers").fetchone()[0])
