# attack: burns time, then starts the bootstrap once more with a descriptor 3 of its own, so that time would count from anew
# guards: result/mark, cgroup/cpu
# expect: TLE cpu
import glob
import os
import sys
import time

bootstrap = glob.glob("/usr/lib/pyjury/*.py")[0]
# Twice this is more than the limit, also on an emulated machine with twenty times of it.
while time.process_time() < 24:
    pass
if len(sys.argv) > 1:
    print("BREACH 48 seconds")
    raise SystemExit
child = os.fork()
if child:
    os.waitpid(child, 0)
    os._exit(0)
os.set_inheritable(os.dup2(os.open("/tmp/mark", os.O_CREAT | os.O_RDWR), 3), True)
os.execv(sys.executable, [sys.executable, bootstrap, __file__, "again"])
