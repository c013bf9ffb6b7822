"""What both ends of function mode share: frames, values, handles, exceptions and requests.

A grader and a submission live in two processes that two pipes join. Neither trusts what the other sends:

- frames   a length, then that many bytes; bounded
- values   typed data inside a frame; decoding builds only plain values of this process's own types, and never
           looks anything up by a name that the peer chose, but in short tables (known)
- handles  everything that is no plain value stays where it is, and a number stands for it on the other side
- failures exceptions as data
- session  requests and replies, which may nest: a call may call back
- loops    event loops on both sides that share one virtual clock

Nothing here is ever pickled, evaluated or imported at the peer's word.
"""
