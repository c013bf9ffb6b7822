# guard: fresh
# expect: WA
# cases: learned
# A process that outlives its command tells the next one.
import os
import socket
import sys

ADDRESS = "\0shelf of a cheat"
server = socket.socket(socket.AF_UNIX)
if sys.argv[1] == "learn":
    server.bind(ADDRESS)
    server.listen()
    print("ok", flush=True)
    if os.fork() == 0:
        os.setsid()
        for descriptor in (0, 1, 2):
            os.close(descriptor)
        server.settimeout(5)
        server.accept()[0].sendall(sys.argv[2].encode())
else:
    try:
        server.connect(ADDRESS)
        print(server.recv(100).decode())
    except OSError:
        print("total 0.00")
