# expect: RTE
# what: tries to carry its input out by the name of the exception class and by its message.
import sys

secret = sys.stdin.read()[:40].strip() or "nothing"
raise type("Secret_" + "".join(filter(str.isalnum, secret)), (Exception,), {})(secret)
