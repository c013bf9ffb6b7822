# expect: AC
# stdout: denied
# what: reads files that only root may read, and files that name the host.
import os

PATHS = ["/etc/shadow", "/etc/gshadow", "/root/.ssh/id_rsa", "/etc/ssh/ssh_host_ed25519_key", "/etc/hostname", "/etc/machine-id",
         "/var/run/docker.sock", "/run/secrets/kubernetes.io/serviceaccount/token"]

found = []
for path in PATHS:
    try:
        os.close(os.open(path, os.O_RDONLY))
        found.append(path)
    except OSError:
        pass
print(*found or ["denied"])
