# expect: AC|MLE
# stdout: bounded
# what: leaves unread data in sockets, which is the kernel's memory: no more of it than the memory limit, or so.
# Where the cgroup counts it (v2), the run ends for it.
import socket

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
print("bounded" if queued < 450 << 20 else queued >> 20)
