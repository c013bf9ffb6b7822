import sys

sys.stdout.buffer.write("Größe\n".encode("latin-1"))
