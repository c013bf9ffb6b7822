# attack: a thread replaces the whole program by another, which fails: it has the first one's number
# guards: result/exit
# expect: RTE exit_code:7
import os
import sys
import threading
import time

threading.Thread(target=lambda: os.execv(sys.executable, [sys.executable, "-c", "raise SystemExit(7)"])).start()
time.sleep(5)
print("BREACH still here")
