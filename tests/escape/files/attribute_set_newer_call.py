# attack: keeps data in an extended attribute by setxattrat, which the policy doesn't know
# guards: seccomp/attributes
# expect: AC
# stdout: held
import ctypes
import errno
import struct

libc = ctypes.CDLL(None, use_errno=True)
open("/tmp/file", "wb").close()
value = ctypes.create_string_buffer(60000)
arguments = struct.pack("QII", ctypes.addressof(value), 60000, 0)
result = libc.syscall(463, -100, b"/tmp/file", 0, b"user.hoard", arguments, ctypes.c_ulong(len(arguments)))
error = ctypes.get_errno()
if result != -1:
    print("BREACH set an attribute")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
