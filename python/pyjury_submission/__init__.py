"""The submission's end of function mode. It runs beside code that nobody trusts, and is believed in nothing.

It imports the submitted module, then does what the grader asks for, one request at a time: call this, get that
attribute. Results go back as copies or as handles. Nothing secret ever comes here: no expected values, no names of
tests, no other cases. Whoever takes this module to pieces gains a wire to a grader that believes nothing.
"""
