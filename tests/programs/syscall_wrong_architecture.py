# expect: SV|RTE
# what: a 32-bit system call on x86_64 has other numbers than the filter knows. Elsewhere it just aborts.
import ctypes
import mmap
import os

GETPID_BY_INT_80 = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"

if os.uname().machine != "x86_64":
    os.abort()
code = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(GETPID_BY_INT_80)
address = ctypes.addressof(ctypes.c_char.from_buffer(code))
print("still here:", ctypes.CFUNCTYPE(ctypes.c_int)(address)())
