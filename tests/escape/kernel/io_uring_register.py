# attack: registers with no ring at all, as newer kernels allow: asks which operations there are
# guards: seccomp/io_uring
# expect: AC
# stdout: held
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall(427, -1, 8, ctypes.create_string_buffer(16 + 8 * 256), 256)
error = ctypes.get_errno()
if result != -1:
    print("BREACH asked for the operations")
elif error != errno.ENOSYS:
    print("BREACH unexpected errno", error)
else:
    print("held")
