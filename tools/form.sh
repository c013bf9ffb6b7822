#!/usr/bin/env bash
# Runs a command in one of the forms in which a judge can be started on cgroup v2. It makes a user and groups for
# it, so it is for throw-away machines only, and says so by an environment variable.
#   PYJURY_THROWAWAY_MACHINE=1 form.sh root|rootless|container COMMAND...
set -euo pipefail
form=$1
shift
[[ ${PYJURY_THROWAWAY_MACHINE:-} ]] || { echo "form.sh changes the machine: run it in a virtual machine, with PYJURY_THROWAWAY_MACHINE=1" >&2; exit 2; }
[[ -e /sys/fs/cgroup/cgroup.controllers ]] || { echo "form.sh needs cgroup v2 at /sys/fs/cgroup" >&2; exit 2; }

user=judge uid=1000 first=200000 count=65536
# A group of its own each time: one that a judge has used can't be entered any more.
group=/sys/fs/cgroup/delegated.slice/judge-$$.service

# A group with the controllers that a judge needs, as `Delegate=yes` of a systemd unit gives it.
delegate() {
  mkdir -p "$group"
  echo '+memory +pids +cpu' >/sys/fs/cgroup/cgroup.subtree_control
  echo '+memory +pids +cpu' >/sys/fs/cgroup/delegated.slice/cgroup.subtree_control
  chown "$1" "$group" "$group"/cgroup.{procs,threads,subtree_control}
  echo $$ >"$group/cgroup.procs"
}

case $form in
  root) exec "$@" ;;
  rootless)
    getent passwd $user >/dev/null || echo "$user:x:$uid:$uid::/tmp:/bin/sh" >>/etc/passwd
    getent group $user >/dev/null || echo "$user:x:$uid:" >>/etc/group
    for file in /etc/subuid /etc/subgid; do
      grep -q "^$user:" $file 2>/dev/null || echo "$user:$first:$count" >>$file
    done
    delegate $uid:$uid
    exec setpriv --reuid $uid --regid $uid --clear-groups --inh-caps=-all -- env HOME=/tmp "$@"
    ;;
  container)
    # Root of a user namespace, /sys read-only, the delegated group as the root of the cgroup tree.
    delegate $first:$first
    # A container's root owns what is in it.
    install -d -o $first -g $first /var/lib/pyjury
    meet=$(mktemp -d)
    chmod 777 "$meet"
    unshare --user --map-users "0:$first:$count" --map-groups "0:$first:$count" --setuid 0 --setgid 0 \
      --mount --pid --fork --cgroup --mount-proc -- sh -c '
        touch "$0/inside"
        while [ ! -e "$0/alone" ]; do sleep 0.1; done
        mount -o remount,bind,ro /sys && mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec "$@"' "$meet" "$@" &
    # Who starts a container isn't in it.
    while [ ! -e "$meet/inside" ]; do sleep 0.1; done
    for outside in $! $$; do echo "$outside" >/sys/fs/cgroup/cgroup.procs; done
    touch "$meet/alone"
    wait $!
    ;;
  *) echo "form.sh knows root, rootless and container, not $form" >&2; exit 2 ;;
esac
