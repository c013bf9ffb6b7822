"""A submission that only tries to break the judge: each function is a command, with the verdict on it. Whatever came of one, the
next command of its case is honest, and tells what it finds."""

import os
import resource
import shutil
import signal
import socket
import sys

COMMANDS = {}


def ends_as(verdict):
    def register(function):
        COMMANDS[function.__name__] = (verdict, function)

    return register


def write(path, text=""):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def in_the_background(work):
    if os.fork() == 0:
        os.setsid()
        work()


@ends_as("AC")
def names():
    for name in ["a\nb", "\\x", "-rf", " ", "~", "é", "e\u0301", "\x1b[31m", "x" * 255, "\u202e", "\ufeff", "a:b", "\x7f"]:
        write(name, name)


@ends_as("AC")
def names_that_are_no_text():
    os.mkdir(b"\xff")
    write(b"\xff/x")
    write(b"\xfe")
    write("\ufffd", "as the others are told")


@ends_as("AC")
def long_paths():
    for _ in range(30):
        os.mkdir("d" * 255)
        os.chdir("d" * 255)


@ends_as("AC")
def deep_folders():
    for _ in range(500):
        os.mkdir("d")
        os.chdir("d")
    for number in range(1_400):
        write(f"{number}")


@ends_as("AC")
def a_folder_in_place_of_itself():
    os.remove("t.py")
    os.makedirs("t.py/x")
    write("t.py/y")


@ends_as("AC")
def a_link_in_place_of_itself():
    os.remove("t.py")
    os.symlink("/etc/passwd", "t.py")


@ends_as("AC")
def nothing_is_left():
    for name in os.listdir():
        shutil.rmtree(name) if os.path.isdir(name) else os.remove(name)


@ends_as("AC")
def holes():
    for name, size in [("small", 10 << 20), ("large", 60 << 20)]:
        with open(name, "wb") as file:
            file.truncate(size)


@ends_as("AC")
def many_names_of_a_file():
    write("a", "x" * 100_000)
    for number in range(10_000):
        os.link("a", f"a{number}")


@ends_as("AC")
def many_files():
    try:
        for number in range(100_000):
            write(f"{number:06}" + "n" * 200)
    except OSError:
        pass


@ends_as("AC")
def no_files():
    os.mkfifo("fifo")
    socket.socket(socket.AF_UNIX).bind("socket")
    os.symlink(".", "round")
    os.symlink("/proc/self/root", "root")
    os.symlink("x" * 4_000, "long")


@ends_as("SV")
def a_device():
    os.mknod("device", 0o20666, os.makedev(1, 3))


@ends_as("AC")
def closed_folders():
    os.makedirs("a/b")
    write("a/b/c", "c")
    for path in ("a/b/c", "a/b", "a", "."):
        os.chmod(path, 0)


@ends_as("AC")
def names_that_change():
    def work():
        write("0")
        for number in range(1 << 40):
            os.rename(f"{number}", f"{number + 1}")

    in_the_background(work)


@ends_as("AC")
def folders_that_change():
    def work():
        while True:
            os.rename("folder", "other")
            os.symlink("/etc", "folder")
            os.remove("folder")
            os.rename("other", "folder")

    os.mkdir("folder")
    in_the_background(work)


@ends_as("AC")
def no_descriptors():
    os.closerange(0, 1024)
    os._exit(0)


@ends_as("RTE")
def no_resources():
    for number in range(16):
        try:
            resource.setrlimit(number, (0, 0))
        except (OSError, ValueError):
            pass
    write("a")


@ends_as("RTE")
def a_signal():
    os.kill(os.getpid(), signal.SIGTERM)


@ends_as("RTE")
def less_than_nothing():
    os._exit(-1)


@ends_as("TLE")
def a_stop():
    os.kill(0, signal.SIGSTOP)


@ends_as("AC")
def noise():
    every = bytes(range(256)) * 4_000
    sys.stdout.buffer.write(every)
    sys.stderr.buffer.write(every)


@ends_as("OLE")
def a_little_more_each_time():
    sys.stdout.write("x" * (30 << 20))


@ends_as("AC")
def tell():
    assert os.path.isfile("t.py"), "its own files are laid out afresh"
    sys.stdout.buffer.write(b"\n".join(sorted(os.listdir(b"."))))


if __name__ == "__main__":
    COMMANDS[sys.argv[1]][1]()
