# attack: looks for a capability in any of the five sets, of every thread and after an exec
# guards: identity/capabilities, identity/no-new-privileges
# expect: AC
# stdout: held
import subprocess
import sys
import threading

CODE = """
import threading
def look():
    for line in open("/proc/thread-self/status"):
        name, value = line.split(":", 1)
        if name.startswith("Cap") and int(value, 16) or name == "NoNewPrivs" and value.strip() != "1" or name == "Seccomp" and value.strip() != "2":
            print(line.strip())
look()
thread = threading.Thread(target=look)
thread.start()
thread.join()
"""
exec(CODE)
print("BREACH after exec" if subprocess.run([sys.executable, "-c", CODE], capture_output=True).stdout else "held")
