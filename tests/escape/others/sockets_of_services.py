# attack: connects to the sockets that services of a host have in its file system
# guards: namespace/mount, mount/small-root
# expect: AC
# stdout: held
import errno
import socket

PATHS = ["/run/docker.sock", "/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/systemd/private", "/run/dbus/system_bus_socket",
         "/run/systemd/journal/stdout", "/run/redis/redis.sock", "/tmp/.X11-unix/X0", "/run/udev/control", "/dev/log"]

reached = []
for path in PATHS:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            socket.socket(socket.AF_UNIX, kind).connect(path)
            reached.append(path)
        except OSError as error:
            if error.errno != errno.ENOENT:
                reached.append(f"unexpected {path} {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
