# guard: kinds
# expect: WA
# cases: mark
import socket

socket.socket(socket.AF_UNIX).bind("done")
