# attack: is it in the host's IPC namespace, where shared memory and queues of the host are?
# guards: namespace/ipc
# breaks: namespace/ipc
# expect: AC
# stdout: held
import os

number = int(os.readlink("/proc/self/ns/ipc").split("[")[1][:-1])
print("BREACH the host's" if number == 4026531839 else "held")
