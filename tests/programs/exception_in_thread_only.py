# expect: AC
# stdout: main is fine
# what: an exception in a thread is printed by Python and doesn't end the program.
import threading

thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
print("main is fine")
