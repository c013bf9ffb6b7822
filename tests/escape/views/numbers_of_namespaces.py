# attack: compares its namespaces with the first of the machine, whose numbers are the same everywhere
# guards: namespace/uts, namespace/pid, namespace/cgroup, namespace/mount, namespace/network
# expect: AC
# stdout: held
import os

FIRST = {"uts": {4026531838}, "pid": {4026531836}, "cgroup": {4026531835}, "mnt": {4026531840, 4026531841, 4026531832}, "net": {4026531833, 4026531840, 4026531992}}

same = [name for name, numbers in FIRST.items() if int(os.readlink(f"/proc/self/ns/{name}").split("[")[1][:-1]) in numbers]
print("BREACH " + " ".join(same) if same else "held")
