# expect: RTE exit_code:1
# what: sys.exit with a text prints it to standard error and exits with 1.
import sys

sys.exit("no more today")
