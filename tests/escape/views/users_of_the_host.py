# attack: lists /etc and the users of the host
# guards: mount/small-root
# expect: AC
# stdout: held
import grp
import os
import pwd

more = set(os.listdir("/etc")) - {"passwd", "group", "hosts", "nsswitch.conf", "resolv.conf", "localtime", "ld.so.cache"}
people = [entry.pw_name for entry in pwd.getpwall()]
groups = [entry.gr_name for entry in grp.getgrall()]
print(f"BREACH {more} {people} {groups}" if more or len(people) > 3 or len(groups) > 3 else "held")
