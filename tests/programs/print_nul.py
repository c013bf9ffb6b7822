# expect: AC
# what: NUL bytes and other control characters in the output.
import sys

sys.stdout.write("a\0b\x01\x1b[31mred\x1b[0m\r\x7f\n")
