# expect: TLE|RTE|MLE
# what: starts threads until it is refused, and then tries again.
import threading
import time

while True:
    try:
        threading.Thread(target=time.sleep, args=(1000,)).start()
    except RuntimeError:
        pass
