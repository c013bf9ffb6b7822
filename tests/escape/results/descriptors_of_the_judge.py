# attack: looks for descriptors that it was left, and for what its three are beside pipes of its own
# guards: result/descriptors
# breaks: result/descriptors
# expect: AC
# stdout: held
import fcntl
import os
import stat

odd = []
for name in os.listdir("/proc/self/fd"):
    number = int(name)
    try:
        kind = os.fstat(number)
    except OSError:
        continue
    if number > 2 or not stat.S_ISFIFO(kind.st_mode) or kind.st_uid != os.getuid():
        odd.append((number, os.readlink(f"/proc/self/fd/{name}")))
modes = [fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE for number in range(3)]
if modes != [os.O_RDONLY, os.O_WRONLY, os.O_WRONLY]:
    odd.append(modes)
if len({os.fstat(number).st_ino for number in range(3)}) != 3:
    odd.append("shared")
print(f"BREACH {odd}" if odd else "held")
