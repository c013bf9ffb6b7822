# attack: crashes large and small children in every place that it may write, and looks for cores
# guards: rlimit/core
# breaks: rlimit/core
# expect: AC
# stdout: held
import os
import resource
import signal

reached = []
for folder in ("/box", "/tmp", "/dev/shm"):
    for number in (signal.SIGSEGV, signal.SIGQUIT, signal.SIGXCPU):
        before = set(os.listdir(folder))
        child = os.fork()
        if child == 0:
            os.chdir(folder)
            try:
                with open("/proc/self/coredump_filter", "w") as file:
                    file.write("0x7f")
            except OSError:
                pass
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        if os.WCOREDUMP(status) or set(os.listdir(folder)) != before or os.WTERMSIG(status) != number:
            reached.append((folder, number, status))
if resource.getrlimit(resource.RLIMIT_CORE) != (1, 1):
    print("unexpected limit")
print(f"BREACH {reached}" if reached else "held")
