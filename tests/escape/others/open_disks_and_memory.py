# attack: opens the devices that hold everything: disks, memory, the kernel's log, virtual machines
# guards: mount/small-root, mount/nodev
# expect: AC
# stdout: held
import errno
import os

NAMES = ["mem", "kmem", "port", "kmsg", "kvm", "fuse", "vda", "sda", "nvme0n1", "mmcblk0", "dm-0", "loop0", "loop-control", "mapper", "net/tun",
         "vhost-net", "vsock", "tty", "console", "ptmx", "pts", "input", "dri", "snapshot", "userfaultfd", "hpet", "uinput", "mqueue", "hugepages"]

reached = []
for name in NAMES:
    try:
        os.close(os.open("/dev/" + name, os.O_RDONLY | os.O_NONBLOCK))
        reached.append(name)
    except OSError as error:
        if error.errno != errno.ENOENT:
            reached.append(f"unexpected {name} {error.errno}")
more = set(os.listdir("/dev")) - {"null", "zero", "full", "random", "urandom", "fd", "stdin", "stdout", "stderr", "shm"}
print(f"BREACH {reached} {more}" if reached or more else "held")
