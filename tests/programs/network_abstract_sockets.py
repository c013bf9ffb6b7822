# expect: AC
# stdout: denied
# what: abstract Unix sockets have no path that could be hidden; only the network namespace separates them.
try:
    names = [line.split()[-1] for line in open("/proc/net/unix") if "@" in line]
except OSError:
    names = []
print(*names or ["denied"])
