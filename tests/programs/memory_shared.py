# expect: MLE memory
# what: anonymous shared memory counts as well as private memory.
import mmap

pieces = []
while True:
    piece = mmap.mmap(-1, 16 << 20)
    piece.write(b"x" * len(piece))
    pieces.append(piece)
