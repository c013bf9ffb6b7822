# expect: AC
# stdout: denied
# what: makes a setuid copy of a program and runs it: nobody becomes anybody else by it.
import os
import shutil
import subprocess
import sys

path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "mine")
shutil.copy(os.path.realpath(sys.executable), path)
before = (os.getuid(), os.geteuid())
try:
    os.chmod(path, 0o6755)
    after = subprocess.run([path, "-c", "import os; print((os.getuid(), os.geteuid()))"], capture_output=True, text=True).stdout.strip()
except OSError:
    after = ""
print("denied" if after in ("", str(before)) and 0 not in before else after)
