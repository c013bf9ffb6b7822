# expect: AC
# stdout: 50000
# what: deep recursion in a thread with a large stack.
import sys
import threading


def depth(n):
    return 0 if n == 0 else depth(n - 1) + 1


sys.setrecursionlimit(60_000)
threading.stack_size(64 << 20)
thread = threading.Thread(target=lambda: print(depth(50_000)))
thread.start()
thread.join()
