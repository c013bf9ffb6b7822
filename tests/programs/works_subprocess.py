# expect: AC
# stdout: child says 42
# what: starts a second interpreter by sys.executable.
import subprocess
import sys

print(subprocess.run([sys.executable, "-c", "print('child says', 6 * 7)"], capture_output=True, text=True, check=True).stdout, end="")
