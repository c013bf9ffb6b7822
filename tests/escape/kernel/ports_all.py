# attack: all input and output ports of the machine; reads one
# guards: seccomp/machine
# needs: x86_64
# breaks: seccomp/machine + identity/capabilities
# expect: SV|AC
# stdout: held
import ctypes
import mmap

libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall(172, 3)
if result == -1:
    print("held: errno", ctypes.get_errno())
    raise SystemExit
# xor eax, eax; in al, 0x61; ret
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex("31c0 e461 c3"))
value = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
print(f"BREACH read {value:#x} from a port")
