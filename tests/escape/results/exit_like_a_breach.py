# attack: ends with the code that shells give for SIGKILL, and says that the judge ran out of memory
# guards: result/exit
# expect: RTE exit_code:137
import os

os.write(2, b"Killed\npyjury: internal error: out of memory, please rejudge\n")
os._exit(137)
