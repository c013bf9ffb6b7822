# attack: leaves what would make a reader wait or go wrong where the judge may collect a file
# guards: result/collector
# expect: AC
# stdout: held
import os
import socket

os.chdir("/box")
os.mkfifo("output.txt")
os.mkdir("out.txt")
socket.socket(socket.AF_UNIX).bind("result.txt")
os.chmod("output.txt", 0)
os.mkdir("locked")
os.chmod("locked", 0)
os.chmod("/box", 0)
print("held")
