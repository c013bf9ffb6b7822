"""Wants a user and network namespace of its own before it solves anything."""
import ctypes

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)
libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
print("unreachable")
