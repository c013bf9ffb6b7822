# expect: AC
# stdout: main, then atexit
# what: atexit handlers run and unflushed output is written at a normal end.
import atexit
import sys

atexit.register(lambda: sys.stdout.write("then atexit\n"))
sys.stdout.write("main, ")
