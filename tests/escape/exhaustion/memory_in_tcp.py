# attack: leaves unread data in TCP sockets, which is the kernel's memory
# guards: cgroup/memory
# expect: AC|MLE
# stdout: held
import socket

# Where the cgroup counts it (v2), the run ends for it; else the kernel's bound on TCP is near its memory limit.
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(200)
ends, queued = [], 0
for _ in range(300):
    try:
        near = socket.create_connection(listener.getsockname(), timeout=1)
        far, _ = listener.accept()
    except OSError:
        break
    ends += [near, far]
    for end in (near, far):
        end.setblocking(False)
        try:
            while queued < 1 << 30:
                queued += end.send(b"x" * 65536)
        except OSError:
            pass
print("held" if queued < 450 << 20 else f"BREACH {queued >> 20} MiB are queued")
