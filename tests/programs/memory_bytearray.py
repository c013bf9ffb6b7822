# expect: MLE memory
# what: allocates and touches more and more memory in large pieces.
pieces = []
while True:
    pieces.append(bytearray(b"x") * (16 << 20))
