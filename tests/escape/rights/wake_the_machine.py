# attack: makes a timer that wakes a sleeping machine
# guards: identity/capabilities
# expect: AC
# stdout: held
import ctypes
import errno

CLOCK_REALTIME_ALARM, CLOCK_BOOTTIME_ALARM = 8, 9

libc = ctypes.CDLL(None, use_errno=True)
reached = []
for clock in (CLOCK_REALTIME_ALARM, CLOCK_BOOTTIME_ALARM):
    if libc.timerfd_create(clock, 0) >= 0:
        reached.append(clock)
    elif ctypes.get_errno() != errno.EPERM:
        reached.append(f"unexpected {ctypes.get_errno()}")
print(f"BREACH {reached}" if reached else "held")
