# expect: AC
# what: bytes that are no UTF-8 on both streams.
import sys

sys.stdout.buffer.write(b"before \xff\xfe\xc3( after\n")
sys.stderr.buffer.write(b"\x80\x81\n")
