# attack: opens the files of /proc that tell of the whole host or change it
# guards: mount/small-root, mount/small-proc
# breaks: mount/small-proc
# expect: AC
# stdout: held
import errno
import os

NAMES = ["cpuinfo", "meminfo", "kallsyms", "kcore", "kmsg", "modules", "mounts/../../sys", "sys/kernel/core_pattern", "sys/kernel/random/boot_id",
         "sysrq-trigger", "keys", "key-users", "config.gz", "cmdline", "version", "uptime", "loadavg", "partitions", "diskstats", "interrupts", "timer_list",
         "sched_debug", "slabinfo", "vmallocinfo", "pagetypeinfo", "kpagecount", "kpageflags", "locks", "sysvipc/shm", "bus", "scsi", "acpi", "tty", "fs",
         "irq", "driver", "net", "pressure/cpu", "swaps", "iomem", "1/environ", "1/root", "1/ns/mnt"]

reached = []
for name in NAMES:
    try:
        os.close(os.open("/proc/" + name, os.O_RDONLY))
        reached.append(name)
    except OSError as error:
        if error.errno != errno.ENOENT:
            reached.append(f"unexpected {name} {error.errno}")
if "net" in reached and os.path.realpath("/proc/net") == f"/proc/{os.getpid()}/net":
    reached.remove("net")
print("BREACH " + " ".join(reached) if reached else "held")
