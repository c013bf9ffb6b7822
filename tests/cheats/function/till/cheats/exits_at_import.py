# guard: silence
# expect: submission_ended
# cases: sums
"""Ends well, before anything."""

import os

os._exit(0)
