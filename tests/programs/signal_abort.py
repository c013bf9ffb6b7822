# expect: RTE signal:SIGABRT
# what: aborts itself.
import os

os.abort()
