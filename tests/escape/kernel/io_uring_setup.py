# attack: a ring, by which the kernel opens and connects past every filter
# guards: seccomp/io_uring
# expect: AC
# stdout: held
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall(425, 8, ctypes.create_string_buffer(120))
error = ctypes.get_errno()
if result != -1:
    print("BREACH made a ring")
elif error != errno.ENOSYS:
    print("BREACH unexpected errno", error)
else:
    print("held")
