# attack: turns the machine off; in a pid namespace it would end the init
# guards: seccomp/machine
# expect: SV syscall:reboot
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
reboot = {"x86_64": 169, "aarch64": 142}[os.uname().machine]
result = libc.syscall(reboot, 0xFEE1DEAD - (1 << 32), 672274793, 0x4321FEDC, None)
print("held" if result == -1 else f"BREACH reboot returned {result}")
