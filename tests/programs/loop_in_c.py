# expect: TLE cpu
# what: one call into C that takes years: no bytecode is run, no Python signal handler either.
import re

re.match(r"(a*)*b", "a" * 60)
