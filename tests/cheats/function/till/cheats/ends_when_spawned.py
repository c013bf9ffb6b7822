# guard: finish
# expect: submission_ended
# cases: all_at_once
# written against: the source of the guards
"""Ends where the end of the wire is one result of several, among exceptions that are gathered."""

import os

import pyjury_submission.loops as loops

loops.OPERATIONS["spawn"] = lambda *operands: os._exit(0)


async def doubled(number):
    return 2 * number
