# attack: a disk of the host as a file of its own
# guards: seccomp/devices, mount/nodev
# breaks: seccomp/devices + identity/capabilities + mount/nodev
# breaks: mount/nodev + identity/capabilities + seccomp/devices
# expect: SV syscall:mknodat
import ctypes
import os
import stat

libc = ctypes.CDLL(None, use_errno=True)
mknodat = {"x86_64": 259, "aarch64": 33}[os.uname().machine]
refusals = []
# Where the library lies; else the usual numbers of first disks.
for device in (os.stat(os.__file__).st_dev, *(os.makedev(major, 0) for major in (8, 252, 253, 254, 259))):
    path = f"/tmp/disk{device}"
    libc.syscall(mknodat, -100, path.encode(), stat.S_IFBLK | 0o600, device)
    try:
        read = os.read(os.open(path, os.O_RDONLY), 512)
        print(f"BREACH read {len(read)} bytes of a disk")
        break
    except OSError as error:
        refusals.append(error.errno)
else:
    print("held:", refusals)
