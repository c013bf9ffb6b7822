# attack: a user namespace by clone3, whose flags no filter can see
# guards: seccomp/namespaces
# expect: AC
# stdout: held
import ctypes
import errno
import signal
import struct

libc = ctypes.CDLL(None, use_errno=True)
# flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls
arguments = struct.pack("8Q", 0x10000000, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
result = libc.syscall(435, arguments, len(arguments))
error = ctypes.get_errno()
if result != -1:
    print("BREACH made a child in a user namespace")
elif error != errno.ENOSYS:
    print("BREACH unexpected errno", error)
else:
    print("held")
