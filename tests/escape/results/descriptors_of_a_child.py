# attack: looks in an exec'd child for descriptors that only close at the program's own exec
# guards: result/descriptors
# expect: AC
# stdout: held
import subprocess
import sys

CODE = "import os; print(*[n for n in os.listdir('/proc/self/fd') if int(n) > 2 and os.path.exists('/proc/self/fd/' + n)])"
text = subprocess.run([sys.executable, "-S", "-c", CODE], capture_output=True, text=True, close_fds=False).stdout.strip()
print("BREACH " + text if text else "held")
