# expect: AC
# stdout: 4000
# what: threads with a lock.
import threading

count = 0
lock = threading.Lock()


def work():
    global count
    for _ in range(1000):
        with lock:
            count += 1


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(count)
