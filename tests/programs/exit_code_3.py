# expect: RTE exit_code:3
# what: ends with an exit code of its own.
import sys

sys.exit(3)
