# expect: TLE|RTE|MLE
# what: forks as fast as it can, and goes on when it is refused. The host must not feel it.
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
